/** A shell pattern ("*.yaml", "web-?", "[a-c]*") as a regular expression of the whole text. */
export function globPattern(pattern: string): RegExp {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? "";
    if (char === "*") source += "[^]*";
    else if (char === "?") source += "[^]";
    else if (char === "[") {
      const end = pattern.indexOf("]", at + 2);
      if (end < 0) source += "\\[";
      else {
        const inner = pattern.slice(at + 1, end).replaceAll("\\", "\\\\");
        source += `[${inner.replace(/^!/, "^")}]`;
        at = end;
      }
    } else source += char.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, String.raw`\$&`);
  }
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return /^$(?=x)/;
  }
}
