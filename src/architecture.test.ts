import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { describe, expect, it, test } from "vitest";

const SRC = import.meta.dirname;

/** Who may import what, beside itself: rooms of the engine first, then those of the page. */
const GROUND = ["model", "simulation", "trace"];
const READERS = ["manifest", "netfilter", "network", "workloads"];
const ENGINE: Record<string, readonly string[]> = {
  model: [],
  simulation: ["model"],
  trace: ["model"],
  manifest: GROUND,
  netfilter: GROUND,
  network: GROUND,
  workloads: GROUND,
  apiserver: [...GROUND, ...READERS],
  controllers: [...GROUND, ...READERS, "apiserver"],
  dns: [...GROUND, ...READERS, "apiserver"],
  kubeproxy: [...GROUND, ...READERS, "apiserver"],
  tracer: [...GROUND, ...READERS, "apiserver", "controllers", "dns", "kubeproxy"],
  diagnosis: [...GROUND, ...READERS, "apiserver", "controllers", "dns", "kubeproxy", "tracer"],
  review: [...GROUND, ...READERS, "diagnosis"],
  shell: [...GROUND, ...READERS, "apiserver", "controllers", "dns", "kubeproxy", "tracer", "diagnosis"],
};
/** Files of the engine's own folder: the front door, and what puts the rooms together behind it. */
const isDoor = (path: string): boolean => path.startsWith("engine/") && path.split("/").length === 2;
const ENGINE_LIBRARIES = ["yaml", "ipaddr.js", "@noble/hashes"];
const PANES = ["editor", "canvas", "strip", "inspector", "terminal", "lessons"];
const PAGE: Record<string, readonly string[]> = {
  protocol: ["engine"],
  worker: ["protocol", "engine"],
  scenarios: [],
  ui: [],
  state: ["protocol", "engine", "scenarios"],
  ...Object.fromEntries(PANES.map((pane) => [pane, ["state", "protocol", "engine", "ui", "scenarios"]])),
  app: ["state", "protocol", "engine", "ui", "scenarios", "worker", ...PANES],
};
/** Of the engine, the page sees types only, and these rooms' values: what a trace is and how it reads. */
const ENGINE_VALUES_FOR_PAGE = ["trace", "model"];

type Arrow = { readonly from: string; readonly to: string; readonly isType: boolean };

const sources = listSources(SRC).filter((path) => !/\.test\.tsx?$/.test(path) && !path.endsWith(".d.ts"));
const arrows = sources.flatMap(arrowsOf);

test("the sources have arrows at all, so that the rules below are about something", () => {
  expect(arrows.filter((a) => a.from.startsWith("engine/")).length).toBeGreaterThan(10);
});

describe("the engine", () => {
  it("imports only its own lower rooms and pure libraries", () => {
    const wrong = arrows.filter((a) => a.from.startsWith("engine/") && !isAllowedInEngine(a));
    expect(wrong.map(show)).toEqual([]);
  });
});

describe("the page", () => {
  it("imports one way: app, panes, state, protocol, engine", () => {
    const wrong = arrows.filter((a) => !a.from.startsWith("engine/") && !isAllowedOnPage(a));
    expect(wrong.map(show)).toEqual([]);
  });

  it("takes values of the engine only in the worker", () => {
    const wrong = arrows.filter(
      (a) =>
        a.to.startsWith("engine/") &&
        !a.isType &&
        !/^(engine|worker)\//.test(a.from) &&
        !ENGINE_VALUES_FOR_PAGE.includes(room(a.to)),
    );
    expect(wrong.map(show)).toEqual([]);
  });
});

function isAllowedInEngine({ from, to }: Arrow): boolean {
  if (!to.startsWith("engine/")) return ENGINE_LIBRARIES.some((name) => to === name || to.startsWith(`${name}/`));
  if (isDoor(from)) return true;
  if (room(to) === room(from)) return true;
  return ENGINE[room(from)]?.includes(room(to)) ?? false;
}

function isAllowedOnPage({ from, to }: Arrow): boolean {
  const [here = ""] = from.split("/");
  const [there = ""] = to.split("/");
  if (!sources.includes(to)) return true;
  if (!from.includes("/")) return there === "app" || there === "ui" || !to.includes("/");
  return here === there || (PAGE[here]?.includes(there) ?? false);
}

/** "engine/dns/zone.ts" -> "dns"; a file of the engine's own folder is its own room. */
function room(path: string): string {
  return path.split("/")[1] ?? "";
}

function show({ from, to }: Arrow): string {
  return `${from} -> ${to}`;
}

function listSources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(SRC, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

function arrowsOf(path: string): Arrow[] {
  const text = readFileSync(join(SRC, path), "utf8");
  const found = text.matchAll(
    /^\s*(import|export)\s+(type\s)?[^;"']*?from\s+["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)|^import\s+["']([^"']+)["']/gm,
  );
  return [...found].map((m) => {
    const target = m[3] ?? m[4] ?? m[5] ?? "";
    const to = target.startsWith(".") ? join(dirname(path), target).split(sep).join("/").replace(/\?.*$/, "") : target;
    return { from: path, to, isType: Boolean(m[2]) };
  });
}
