// A text as documents, without reading them: "---" on a line parts them, and kind and name tell which is which.

/** A document of a text: its own text without the separators, and where it stands. */
export type TextPart = { readonly text: string; readonly from: number; readonly to: number };

/** The documents of a text in order, empty ones too. */
export function partsOf(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const { index, 0: separator } of text.matchAll(/^---(?:[ \t].*)?(?:\n|$)/gm)) {
    parts.push({ text: text.slice(from, index), from, to: index });
    from = index + separator.length;
  }
  parts.push({ text: text.slice(from), from, to: text.length });
  return parts;
}

/** The document that an offset stands in. */
export function partAt(text: string, offset: number): TextPart | undefined {
  return partsOf(text).findLast((part) => part.from <= offset);
}

/** The base with the document in the place of the one that is the same object; at the end if it has none. */
export function withPart(base: string | undefined, part: TextPart): string {
  const same = base === undefined ? undefined : samePart(base, part);
  if (base === undefined || base.trim() === "") return part.text;
  if (!same) return `${base.trimEnd()}\n---\n${part.text}`;
  return base.slice(0, same.from) + part.text + base.slice(same.to);
}

/** The base without the document that is the same object. */
export function withoutPart(base: string, part: TextPart): string {
  const same = samePart(base, part);
  const others = partsOf(base).filter((one) => one.from !== same?.from);
  return others.map(({ text }) => text).join("---\n");
}

function samePart(base: string, part: TextPart): TextPart | undefined {
  const identity = identityOf(part.text);
  return partsOf(base).find(
    ({ text }) => text === part.text || (identity !== undefined && identityOf(text) === identity),
  );
}

function identityOf(text: string): string | undefined {
  const kind = /^kind:\s*["']?([^\s"']+)/m.exec(text)?.[1];
  const metadata = /^metadata:[^\n]*\n((?:[ \t]+[^\n]*\n?|\n)*)/m.exec(text)?.[1] ?? "";
  const name = /^\s+name:\s*["']?([^\s"']+)/m.exec(metadata)?.[1];
  const namespace = /^\s+namespace:\s*["']?([^\s"']+)/m.exec(metadata)?.[1] ?? "default";
  return kind === undefined || name === undefined ? undefined : `${kind} ${namespace}/${name}`;
}
