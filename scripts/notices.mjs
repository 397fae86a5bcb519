// Writes THIRD_PARTY_NOTICES.md: every package that the built page holds, with its licence text. `--check` only compares.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./install.mjs";

const FILE = join(ROOT, "THIRD_PARTY_NOTICES.md");
const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")).packages;
const shipped = Object.entries(lock).filter(
  ([path, entry]) => path !== "" && !entry.dev && !entry.devOptional && existsSync(join(ROOT, path)),
);
const texts = new Map();
for (const [path, entry] of shipped) {
  const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  const licence = licenceText(path);
  texts.set(licence, [...(texts.get(licence) ?? []), `${name} ${entry.version} (${entry.license ?? "see below"})`]);
}
/** What is copied out of no package: its licence is this project's own, word for word. */
const COPIED = [
  "Kubernetes 1.36.3, Copyright The Kubernetes Authors: descriptions of the API's fields, texts of kubectl (Apache-2.0)",
];
const apache = indented(readFileSync(join(ROOT, "LICENSE"), "utf8"));
texts.set(apache, [...(texts.get(apache) ?? []), ...COPIED]);
const sections = [...texts].map(([text, names]) => `## ${names.toSorted().join(", ")}\n\n${text}\n`).toSorted();
const notices = `# Third-party notices\n\nWhat the built page contains, with the licences under which it may be passed on. Made by scripts/notices.mjs.\n\n${sections.join("\n")}`;

if (process.argv.includes("--check")) {
  const isCurrent = existsSync(FILE) && readFileSync(FILE, "utf8") === notices;
  if (!isCurrent) console.log("THIRD_PARTY_NOTICES.md is out of date: node scripts/notices.mjs");
  process.exitCode = isCurrent ? 0 : 1;
} else writeFileSync(FILE, notices);

function licenceText(path) {
  const file = readdirSync(join(ROOT, path)).find((name) => /^(licen[cs]e|copying)(\.|-|$)/i.test(name));
  if (!file) return `Licence: ${lock[path].license ?? "unknown"}`;
  return indented(readFileSync(join(ROOT, path, file), "utf8"));
}

function indented(text) {
  return text
    .replaceAll("\r\n", "\n")
    .trim()
    .split("\n")
    .map((line) => `    ${line}`.trimEnd())
    .join("\n");
}
