import { connmark, mark } from "./mark.ts";
import { dnat, masquerade, redirect, snat } from "./nat-targets.ts";
import type { TargetModule } from "./target.ts";
import { accept, ct, drop, leave, log, nflog, reject, trace } from "./verdicts.ts";

/** Every target that the walk understands, besides chains. A new one is a file and a line here. */
const MODULES: readonly TargetModule[] = [
  accept,
  connmark,
  ct,
  dnat,
  drop,
  leave,
  log,
  mark,
  masquerade,
  nflog,
  redirect,
  reject,
  snat,
  trace,
];

const BY_NAME = new Map(MODULES.map((module) => [module.name, module]));

/** The module behind "-j NAME"; undefined for a chain's name, and for one that the walk does not know. */
export function targetModule(name: string): TargetModule | undefined {
  return BY_NAME.get(name);
}
