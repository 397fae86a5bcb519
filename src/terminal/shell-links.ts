// Names in the terminal lead to the picture.
import type { ILink, Terminal } from "@xterm/xterm";
import { getObjects } from "../state/cluster.ts";
import { showMap } from "../state/layout.ts";
import { pick, point } from "../state/selection.ts";
import { OUTSIDE_NAMES } from "../state/trace-names.ts";
import { kindCalled } from "./completion.ts";
import { namesIn } from "./named-things.ts";
import type { FindNames } from "./named-things.ts";

/** In the order in which a bare name is looked for. */
const KINDS = [
  "Pod",
  "Service",
  "Node",
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "EndpointSlice",
] as const;
/** Rows over a line that are looked at for the command that printed it. */
const ROWS_UP_MAX = 300;

/** Makes names and addresses of the cluster in what is printed to links: pointed at, they light up; clicked, they are looked at. */
export function linkNames(terminal: Terminal): void {
  terminal.registerLinkProvider({
    provideLinks: (row, tell) => {
      const line = terminal.buffer.active.getLine(row - 1)?.translateToString(true) ?? "";
      const found = findNamesNow()(line, kindAsked(terminal, row - 1));
      tell(
        found.map(({ from, to, text, thing }): ILink => ({
          text,
          range: { start: { x: from + 1, y: row }, end: { x: to, y: row } },
          activate: () => {
            pick(thing);
            showMap();
          },
          hover: () => point(thing.kind === "object" ? thing.object : undefined),
          leave: () => point(undefined),
        })),
      );
    },
  });
}

let known: { readonly revisions: string; readonly find: FindNames } | undefined;

/** Reads the names anew only when something of the cluster has changed. */
function findNamesNow(): FindNames {
  const tables = KINDS.map((kind) => getObjects(kind));
  const revisions = tables.map(({ revision }) => revision).join(" ");
  if (known?.revisions !== revisions) {
    const things = KINDS.map((kind, index) => [kind, tables[index]?.values() ?? []] as const);
    known = { revisions, find: namesIn(things, OUTSIDE_NAMES) };
  }
  return known.find;
}

/** The kind that the command over a row asked for: "kubectl get deploy" is about Deployments. */
function kindAsked({ buffer: { active } }: Terminal, row: number): string | undefined {
  for (let at = row; at >= Math.max(0, row - ROWS_UP_MAX); at--) {
    const line = active.getLine(at)?.translateToString(true) ?? "";
    const [, words] = /^\S*[$#] kubectl \w+ (.*)$/.exec(line) ?? [];
    if (words !== undefined) return kindCalled(words.split(/[\s,/]/)[0] ?? "");
    if (/^\S*[$#] /.test(line)) return undefined;
  }
  return undefined;
}
