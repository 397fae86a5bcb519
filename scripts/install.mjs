// Installs what the other scripts need and is not there: the packages of package-lock.json, and a Chromium for the journeys.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..");

const CHROMIUMS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** What a Chromium is started with that shows the page alone: no sandbox (root), no graphics card, nothing sent in the background. */
export const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Runs a command in the project's folder with its output shown; true if it ended well. */
export function run(command, args, environment = {}) {
  const ended = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...environment },
    shell: process.platform === "win32",
  });
  return ended.status === 0;
}

/** `npm ci`, unless node_modules is already what package-lock.json says. */
export function installPackages() {
  requireNode();
  if (isInstalled()) return;
  console.log("kubehop: installing packages …");
  if (!run("npm", ["ci", "--no-audit", "--no-fund"])) throw new Error("the packages could not be installed");
}

/** A path to a Chromium: CHROMIUM_PATH, the system's, else one installed by the system's package manager; undefined for Playwright's own. */
export function installChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("kubehop: installing Chromium with apt-get …");
    const environment = { DEBIAN_FRONTEND: "noninteractive" };
    run("apt-get", ["update", "-qq"], environment);
    run("apt-get", ["install", "-y", "-qq", "chromium"], environment);
    const installed = findChromium();
    if (installed) return installed;
  }
  console.log("kubehop: installing Playwright's own Chromium …");
  if (!run("npx", ["playwright", "install", "chromium"])) throw new Error("no Chromium: set CHROMIUM_PATH to one");
  return undefined;
}

/** The system's Chromium, or the one that CHROMIUM_PATH names; undefined when there is none. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  return named && existsSync(named) ? named : CHROMIUMS.find((path) => existsSync(path));
}

function isInstalled() {
  const installed = join(ROOT, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  const packages = (path) => JSON.parse(readFileSync(path, "utf8")).packages;
  const [wanted, there] = [packages(join(ROOT, "package-lock.json")), packages(installed)];
  return Object.entries(wanted).every(
    ([name, entry]) => name === "" || entry.optional || there[name]?.version === entry.version,
  );
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`kubehop needs Node.js 20.19 or newer; this is ${process.versions.node}`);
}
