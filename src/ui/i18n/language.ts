import { create } from "zustand";
import { recall, remember } from "../remember.ts";

export type Language = "en" | "ko";

/** The language that the page speaks: what was chosen, else what the browser prefers. */
export const useLanguage = create<{ readonly language: Language }>(() => ({ language: initialLanguage() }));

/** Speaks the language from now on, and keeps the choice. */
export function chooseLanguage(language: Language): void {
  remember("language", language);
  useLanguage.setState({ language });
}

function initialLanguage(): Language {
  const kept = recall("language");
  if (kept === "en" || kept === "ko") return kept;
  return globalThis.navigator?.language.startsWith("ko") ? "ko" : "en";
}
