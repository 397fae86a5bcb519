/** Compiles a Go regular expression; its named groups and inline (?i) are put into JavaScript's words. Undefined if broken. */
export function compilePattern(source: string): RegExp | undefined {
  const ignoresCase = source.startsWith("(?i)");
  const body = (ignoresCase ? source.slice(4) : source).replaceAll("(?P<", "(?<");
  try {
    return new RegExp(body, ignoresCase ? "iu" : "u");
  } catch {
    return undefined;
  }
}

/** Puts matched groups in the place of {0}, {1} …; a group that is not there stays as it stands. */
export function expandGroups(text: string, found: RegExpExecArray): string {
  return text.replaceAll(/\{(\d+)\}/g, (whole, index: string) => found[Number(index)] ?? whole);
}
