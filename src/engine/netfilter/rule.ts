import type { TableName } from "./ruleset.ts";
import { printOptions, readOptions, splitWords } from "./words.ts";
import type { Option } from "./words.ts";

/** "-m MODULE" with its options. */
export type Match = { readonly module: string; readonly options: readonly Option[] };

/** "-j NAME" or "-g NAME" with its options. */
export type Target = { readonly name: string; readonly isGoto: boolean; readonly options: readonly Option[] };

/** A rule's text as data. What the options mean is said in matches/ and targets/; unknown ones are kept as they are. */
export type ParsedRule = {
  readonly chain: string;
  /** -s -d -i -o -p -f, which every rule may have without a module. */
  readonly conditions: readonly Option[];
  readonly matches: readonly Match[];
  readonly target?: Target;
};

/** Reads "-A CHAIN …"; text that is no appended rule gives undefined. */
export function parseRule(text: string): ParsedRule | undefined {
  const options = readOptions(splitWords(text));
  const [append, ...rest] = options;
  const chain = append?.values[0];
  if (append?.name !== "-A" || chain === undefined) return undefined;
  const conditions: Option[] = [];
  const matches: { module: string; options: Option[] }[] = [];
  let target: { name: string; isGoto: boolean; options: Option[] } | undefined;
  for (const option of rest) {
    const [value = ""] = option.values;
    if (option.name === "-m") matches.push({ module: value, options: [] });
    else if (option.name === "-j" || option.name === "-g")
      target = { name: value, isGoto: option.name === "-g", options: [] };
    else (target?.options ?? matches.at(-1)?.options ?? conditions).push(option);
  }
  return { chain, conditions, matches, ...(target && { target }) };
}

/** The inverse of `parseRule`. */
export function printRule({ chain, conditions, matches, target }: ParsedRule): string {
  const modules = matches.map((match) => ` -m ${match.module}${printOptions(match.options)}`).join("");
  const end = target ? ` ${target.isGoto ? "-g" : "-j"} ${target.name}${printOptions(target.options)}` : "";
  return `-A ${chain}${printOptions(conditions)}${modules}${end}`;
}

/** A line of a table that could not be read. */
export type RulesetProblem = { readonly line: number; readonly message: string };

/** Whether text names one of the tables that the walk goes through. */
export function isTableName(text: string): text is TableName {
  return text === "raw" || text === "mangle" || text === "nat" || text === "filter";
}
