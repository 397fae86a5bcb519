const ESCAPES: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  e: "\u001b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

/** Reads backslash escapes as echo -e does; `\c` cuts off what follows, the final line end too. */
export function unescapeText(text: string): { readonly text: string; readonly isCut: boolean } {
  let isCut = false;
  const shown = text.replaceAll(/\\(?:0([0-7]{1,3})|x([0-9a-fA-F]{1,2})|([^]))|[^]/g, (whole, octal, hex, char) => {
    if (isCut) return "";
    if (typeof octal === "string") return String.fromCharCode(Number.parseInt(octal, 8));
    if (typeof hex === "string") return String.fromCharCode(Number.parseInt(hex, 16));
    if (char === "c") isCut = true;
    if (char === "c") return "";
    return typeof char === "string" ? (ESCAPES[char] ?? whole) : whole;
  });
  return { text: shown, isCut };
}
