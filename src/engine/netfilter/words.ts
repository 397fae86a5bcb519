/** One option of a rule with its values: "! --ctstate NEW" is {name: "--ctstate", isInverted: true, values: ["NEW"]}. */
export type Option = { readonly name: string; readonly isInverted: boolean; readonly values: readonly string[] };

export type Word = { readonly text: string; readonly isQuoted: boolean };

/** Options whose value is free text, which iptables-save quotes unless it is one plain word. */
const FREE_TEXT = new Set(["--comment", "--log-prefix", "--nflog-prefix", "--string", "--hex-string"]);

/** Splits a rule's text at spaces, with "…" as one word and \" \' \\ as what they stand for. */
export function splitWords(text: string): Word[] {
  const words: Word[] = [];
  for (const found of text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)) {
    const [, quoted, bare = ""] = found;
    words.push(quoted === undefined ? { text: bare, isQuoted: false } : { text: unescape(quoted), isQuoted: true });
  }
  return words;
}

/** Groups words into options. Words before the first option, if any, are in an option without a name. */
export function readOptions(words: readonly Word[]): Option[] {
  const options: { name: string; isInverted: boolean; values: string[] }[] = [];
  let isInverted = false;
  for (const { text, isQuoted } of words) {
    const last = options.at(-1);
    const isValue = isQuoted || (last?.values.length === 0 && FREE_TEXT.has(last.name));
    if (text === "!" && !isValue) {
      isInverted = true;
    } else if (text.startsWith("-") && !isValue) {
      options.push({ name: text, isInverted, values: [] });
      isInverted = false;
    } else if (last) last.values.push(text);
    else options.push({ name: "", isInverted: false, values: [text] });
  }
  return options;
}

/** The inverse of `readOptions`, each option with a space before it. */
export function printOptions(options: readonly Option[]): string {
  return options.map(printOption).join("");
}

function printOption({ name, isInverted, values }: Option): string {
  const head = `${isInverted ? " !" : ""}${name ? ` ${name}` : ""}`;
  if (FREE_TEXT.has(name)) return `${head} ${values.map(quote).join(" ")}`;
  if (name === "--nfacct-name") return `${head}  ${values.join(" ")}`; // libxt_nfacct.c prints two spaces
  return values.length > 0 ? `${head} ${values.join(" ")}` : head;
}

/** As xtables_save_string: bare if it is one plain word. */
function quote(text: string): string {
  return /^[\w-]+$/.test(text) ? text : `"${text.replace(/["'\\]/g, "\\$&")}"`;
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, "$1");
}
