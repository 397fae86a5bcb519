import type { TextTool } from "./filter.ts";
import { awk } from "./text/awk.ts";
import { base64 } from "./text/base64.ts";
import { cat, tac } from "./text/cat.ts";
import { uniq, wc } from "./text/counting.ts";
import { column, cut, rev, tee, tr } from "./text/cutting.ts";
import { grep } from "./text/grep.ts";
import { head, tail } from "./text/head-tail.ts";
import { sed } from "./text/sed.ts";
import { sort } from "./text/sort.ts";

/** The tools that only turn text into text, by name. They can stand in a pipe behind a command that does not end. */
export const TEXT_TOOLS: ReadonlyMap<string, TextTool> = new Map([
  ["awk", awk],
  ["base64", base64],
  ["cat", cat],
  ["column", column],
  ["cut", cut],
  ["egrep", grep],
  ["fgrep", grep],
  ["gawk", awk],
  ["grep", grep],
  ["head", head],
  ["less", cat],
  ["more", cat],
  ["rev", rev],
  ["sed", sed],
  ["sort", sort],
  ["tac", tac],
  ["tail", tail],
  ["tee", tee],
  ["tr", tr],
  ["uniq", uniq],
  ["wc", wc],
]);
