// npm run bench [-- --large]: prints what is measured, one table a question, all in one run on one machine. Figures are for comparing,
// nothing is asserted. --large: also 5,000 Services of 4 pods (a few minutes more).
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT, installPackages, run } from "../../scripts/install.mjs";

installPackages();
const { loadBundle } = await import("./bundle.mjs");
const { printAnswers } = await import("./answers.mjs");
const { printApply } = await import("./apply.mjs");
const { printRequests } = await import("./requests.mjs");
const { printRules } = await import("./rules.mjs");
const { printPage } = await import("./page.mjs");
const { printFrames } = await import("./frames.mjs");
const { printVisit } = await import("./visit.mjs");

const bundle = await loadBundle();
await printAnswers(bundle);
await printApply(bundle, { isLarge: process.argv.includes("--large") });
await printRequests(bundle);
printRules(bundle);
if (existsSync(join(ROOT, "dist/index.html")) || run("npm", ["run", "--silent", "build", "--", "--logLevel", "warn"])) {
  await printPage();
  await printVisit();
  await printFrames(bundle);
}
process.exit();
