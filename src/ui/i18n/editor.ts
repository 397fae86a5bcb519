import type { Entries } from "./entries.ts";

export const editor = {
  "editor.title": { en: "Manifests", ko: "매니페스트" },
} as const satisfies Entries;
