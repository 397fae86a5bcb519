import type { TextTool } from "./filter.ts";
import { cat, tac } from "./text/cat.ts";

/** The tools that only turn text into text, by name. They can stand in a pipe behind a command that does not end. */
export const TEXT_TOOLS: ReadonlyMap<string, TextTool> = new Map([
  ["cat", cat],
  ["tac", tac],
]);
