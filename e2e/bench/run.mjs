// npm run bench: prints what is measured, all in one run on one machine. Figures are for comparing, nothing is asserted.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT, installPackages, run } from "../../scripts/install.mjs";

installPackages();
const { measureRules } = await import("./rules.mjs");
const { measureWorkload } = await import("./workload.mjs");
const { firstLoadKilobytes, measurePage } = await import("./page.mjs");

const figures = await measureWorkload();
print("W(50,4,3): until every Service answers", `${Math.round(figures.answersMs)} ms`);
print("W(50,4,3): requests with the full trace", `${Math.round(figures.requestsPerSecond)} a second`);
print("W(50,4,3): one request costs, beside one of 1 Service", `${figures.ratioToOneService.toFixed(2)} times`);

for (const rules of await measureRules()) {
  print(
    `${rules.services} Services: rules from nothing, as text`,
    `${Math.round(rules.rulesMs)} ms (${rules.rulesRatio.toFixed(2)} times the first)`,
  );
  print(
    `${rules.services} Services: after one endpoint more`,
    `${rules.changeMs.toFixed(1)} ms (${rules.changeRatio.toFixed(2)} times)`,
  );
  print(`${rules.services} Services: a first packet's walk`, `${rules.walkRatio.toFixed(2)} times the first`);
}

if (existsSync(join(ROOT, "dist/index.html")) || run("npm", ["run", "--silent", "build", "--", "--logLevel", "warn"])) {
  print("first-load JavaScript", `${firstLoadKilobytes().toFixed(0)} KB gzip`);
  const page = await measurePage();
  print("time to the canvas", `${Math.round(page.canvasMs)} ms`);
  print("longest stall of the page while W(50,4,3) is applied", `${Math.round(page.longestStallMs)} ms`);
  print("frames while a request plays", `${Math.round(page.framesPerSecond)} a second`);
}

function print(name, figure) {
  console.log(`${name.padEnd(60)} ${figure}`);
}
