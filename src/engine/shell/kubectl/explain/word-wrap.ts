/** Breaks lines at white space before `width`; a word that is longer stands alone. As github.com/mitchellh/go-wordwrap. */
export function wrapWords(text: string, width: number): string {
  let out = "";
  let current = 0;
  let word = "";
  let space = "";
  const flush = () => {
    current += space.length + word.length;
    out += space + word;
    space = word = "";
  };
  for (const sign of text) {
    if (sign === "\n") {
      if (word === "" && current + space.length > width) space = "";
      flush();
      out += "\n";
      current = 0;
    } else if (/\s/.test(sign) && sign !== "\u00A0") {
      if (space === "" || word !== "") flush();
      space += sign;
    } else {
      word += sign;
      if (current + space.length + word.length > width && word.length < width) {
        out += "\n";
        current = 0;
        space = "";
      }
    }
  }
  return word === "" && current + space.length > width ? out : out + space + word;
}

/** Every line moved to the right, empty ones too. */
export function indent(text: string, width: number): string {
  const pad = " ".repeat(width);
  return pad + text.replaceAll("\n", `\n${pad}`);
}
