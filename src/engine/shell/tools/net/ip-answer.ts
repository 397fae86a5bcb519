import type { IpSaid } from "./ip-look.ts";

const EXIT_USAGE = 255;

/** What is printed, with success. */
export function said(text: string): IpSaid {
  return { kind: "said", text };
}

/** What is complained of. */
export function problem(text: string, exitCode = EXIT_USAGE): IpSaid {
  return { kind: "problem", text, exitCode };
}
