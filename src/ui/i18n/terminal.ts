import type { Entries } from "./entries.ts";

export const terminal = {
  "terminal.title": { en: "Terminal", ko: "터미널" },
} as const satisfies Entries;
