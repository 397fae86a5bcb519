// npm test: the one gate. Formatter, types, lint, unit and law tests, the recordings, this machine's kernel where it lets us, then the
// journeys against the built page.
// Ends with one line, "N passed, N failed".
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installChromium, installPackages, ROOT, run } from "./install.mjs";

installPackages();
const results = mkdtempSync(join(tmpdir(), "kubehop-test-"));
const counts = { passed: 0, failed: 0, skipped: 0 };

check("the formatter agrees", () => run("npx", ["oxfmt", "--check", "."]));
check("types hold", () => run("npx", ["tsc", "-b"]));
check("the linter agrees", () => run("npx", ["oxlint", "--type-aware", "--deny-warnings"]));
check("the notices of dependencies are complete", () => run("node", ["scripts/notices.mjs", "--check"]));
vitest();
kernel();
if (check("the page builds", () => run("npx", ["vite", "build", "--logLevel", "warn"]))) playwright();

const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
console.log(`\n${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exit(counts.failed > 0 ? 1 : 0);

function check(name, passes) {
  console.log(`\nkubehop: ${name}?`);
  const ok = passes();
  counts[ok ? "passed" : "failed"]++;
  if (!ok) console.log(`kubehop: FAILED: ${name}`);
  return ok;
}

function vitest() {
  const report = join(results, "vitest.json");
  const ok = run("npx", ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`]);
  count(ok, () => {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, "utf8"));
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
  });
}

/** Rules and walks against this machine's kernel: the same seed at each run of the gate. Its last line has the counts. */
function kernel() {
  console.log("\nkubehop: the kernel walks as the engine says?");
  const ended = spawnSync("node", ["e2e/kernel/run.mjs", "--seed", "1"], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  console.log(ended.stdout);
  count(ended.status === 0, () => {
    const found = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m.exec(ended.stdout);
    if (!found) throw new Error("the kernel's counts are missing");
    const [passed, failed, skipped = 0] = found.slice(1).map((digits) => Number(digits ?? 0));
    return { passed, failed, skipped };
  });
}

function playwright() {
  const report = join(results, "playwright.json");
  const path = installChromium();
  const ok = run("npx", ["playwright", "test", "--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    ...(path && { CHROMIUM_PATH: path }),
  });
  count(ok, () => {
    const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(report, "utf8")).stats;
    return { passed: expected + flaky, failed: unexpected, skipped };
  });
}

/** Adds a runner's own counts; a runner that failed without a failed test (or without a report) counts as one failure. */
function count(ok, read) {
  let told = { passed: 0, failed: 0, skipped: 0 };
  try {
    told = read();
  } catch (error) {
    console.log(`kubehop: no report: ${error.message}`);
  }
  if (!ok && told.failed === 0) told.failed = 1;
  for (const [name, number] of Object.entries(told)) counts[name] += number;
}
