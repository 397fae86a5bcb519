/** The words of a file of options (curl -K): `url = "x"`, `url: x`, `--silent`, `-s`, `silent`; `#` begins a comment. As src/tool_parsecfg.c. */
export function readCurlConfig(text: string): readonly string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#")) return [];
    const [, dashes = "", name = "", rest = ""] = /^(-{0,2})([^\s=:]+)\s*[=:]?\s*(.*)$/.exec(trimmed) ?? [];
    const option = dashes === "" ? `--${name}` : `${dashes}${name}`;
    const value = valueOf(rest);
    return value === undefined ? [option] : [option, value];
  });
}

function valueOf(rest: string): string | undefined {
  if (rest === "" || rest.startsWith("#")) return undefined;
  const [, quoted] = /^"((?:[^"\\]|\\.)*)"/.exec(rest) ?? [];
  if (quoted === undefined) return rest.split(/\s/)[0];
  const escapes: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", v: "\v" };
  return quoted.replace(/\\(.)/g, (_, sign: string) => escapes[sign] ?? sign);
}
