import type { ComponentProps } from "react";

/** The shapes that say what happened at a place: never by colour alone. */
export type GlyphShape = "dot" | "ring" | "diamond" | "diamond-open" | "bullseye" | "octagon" | "cross";

/** A shape in the current colour, 12 by 12. */
export function Glyph({ shape, ...rest }: { readonly shape: GlyphShape } & Omit<ComponentProps<"svg">, "children">) {
  return (
    <svg className="glyph" viewBox="0 0 12 12" aria-hidden="true" {...rest}>
      {SHAPES[shape]}
    </svg>
  );
}

const SHAPES = {
  dot: <circle cx="6" cy="6" r="3.5" fill="currentColor" />,
  ring: <circle cx="6" cy="6" r="3" fill="var(--g-fill, none)" stroke="currentColor" strokeWidth="1.5" />,
  diamond: <path d="m6 .5 5.5 5.5L6 11.5.5 6z" fill="currentColor" />,
  "diamond-open": (
    <path d="m6 1.3 4.7 4.7L6 10.7 1.3 6z" fill="var(--g-fill, none)" stroke="currentColor" strokeWidth="1.4" />
  ),
  bullseye: (
    <>
      <circle cx="6" cy="6" r="4.8" fill="var(--g-fill, none)" stroke="currentColor" strokeWidth="1.6" />
      <circle cx="6" cy="6" r="2.2" fill="currentColor" />
    </>
  ),
  octagon: (
    <>
      <path d="M3.7.5h4.6l3.2 3.2v4.6l-3.2 3.2H3.7L.5 8.3V3.7z" fill="currentColor" />
      <path d="m4 4 4 4m0-4-4 4" stroke="var(--g-x, var(--bg))" strokeWidth="1.4" strokeLinecap="round" />
    </>
  ),
  cross: <path d="m2.5 2.5 7 7m0-7-7 7" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
} as const;
