/** The options of a command as getopt reads them: letters alone or together, and letters that take a value. */
export type Options = {
  has(letter: string): boolean;
  /** The last value given. */
  value(letter: string): string | undefined;
  /** All values given, in order. */
  values(letter: string): readonly string[];
  readonly operands: readonly string[];
  /** The letter or name that the command does not know. */
  readonly problem?: string;
  /** The letter that wants a value and has none. */
  readonly missing?: string;
};

/** `long`: long names and the letters that they stand for ("ignore-case" -> "i"). */
export type OptionSpec = {
  readonly flags?: string;
  readonly values?: string;
  readonly long?: Readonly<Record<string, string>>;
  /** Stops at the first operand: what follows is another command's. */
  readonly stopsAtOperand?: true;
};

/** Reads a command's words, its name first. */
export function readOptions(words: readonly string[], spec: OptionSpec): Options {
  const { flags = "", values = "", long = {}, stopsAtOperand } = spec;
  const found: { readonly letter: string; readonly value: string }[] = [];
  const operands: string[] = [];
  let problem: string | undefined;
  let missing: string | undefined;
  const rest = words.slice(1);
  while (rest.length > 0 && problem === undefined) {
    const word = rest.shift() ?? "";
    if (word === "--") {
      operands.push(...rest.splice(0));
    } else if (word.startsWith("--")) {
      const [, name = "", value] = /^--([^=]*)(?:=([^]*))?$/.exec(word) ?? [];
      const letter = long[name];
      if (letter === undefined) problem = word;
      else if (value === undefined && values.includes(letter)) take(letter, rest.shift());
      else take(letter, value ?? "");
    } else if (word.startsWith("-") && word !== "-") readLetters(word.slice(1));
    else {
      operands.push(word);
      if (stopsAtOperand) operands.push(...rest.splice(0));
    }
  }
  const all = (letter: string) => found.filter((option) => option.letter === letter).map(({ value }) => value);
  return {
    has: (letter) => found.some((option) => option.letter === letter),
    value: (letter) => all(letter).at(-1),
    values: all,
    operands,
    ...(problem === undefined ? {} : { problem }),
    ...(missing === undefined ? {} : { missing }),
  };

  function readLetters(letters: string): void {
    for (let at = 0; at < letters.length; at++) {
      const letter = letters[at] ?? "";
      if (values.includes(letter)) {
        const attached = letters.slice(at + 1);
        return take(letter, attached === "" ? rest.shift() : attached);
      }
      if (!flags.includes(letter)) {
        problem = letter;
        return;
      }
      found.push({ letter, value: "" });
    }
  }

  function take(letter: string, value: string | undefined): void {
    if (value === undefined) missing = letter;
    else found.push({ letter, value });
  }
}
