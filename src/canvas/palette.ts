import { namespaceColour } from "../state/namespaces.ts";

const TOKENS = [
  "--bg",
  "--bg-sunken",
  "--bg-raised",
  "--line",
  "--line-strong",
  "--line-control",
  "--accent",
  "--dns",
] as const;
const MORE_TOKENS = ["--nat", "--nat-tint", "--route", "--deliver", "--reject", "--reject-tint", "--trail"] as const;

type Token = (typeof TOKENS)[number] | (typeof MORE_TOKENS)[number];

/** The colours of the theme as the 2D canvas takes them. */
export type Palette = Readonly<Record<Token, string>> & {
  namespace(name: string): string;
  /** Any colour of the page's style sheets as the canvas takes it. */
  resolve(colour: string): string;
};

/** Reads the tokens where they hold. `probe` is an element of the pane, used to resolve a namespace's colour. */
export function readPalette(probe: HTMLElement): Palette {
  const style = getComputedStyle(probe);
  const read = (token: Token) => style.getPropertyValue(token).trim();
  const colours = Object.fromEntries([...TOKENS, ...MORE_TOKENS].map((token) => [token, read(token)])) as Record<
    Token,
    string
  >;
  const resolved = new Map<string, string>();
  const resolve = (colour: string) => {
    const known = resolved.get(colour);
    if (known !== undefined) return known;
    probe.style.color = colour;
    const value = getComputedStyle(probe).color;
    resolved.set(colour, value);
    return value;
  };
  return { ...colours, resolve, namespace: (name) => resolve(namespaceColour(name)) };
}
