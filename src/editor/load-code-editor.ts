// Monaco says what the texts were that it found when it was loaded: another language is another copy of it, the same file of the
// built page under another address. Only one copy is shown at a time.
import { lazy } from "react";
import type { Language } from "../ui/i18n/language.ts";

type Loaded = typeof import("./code-editor.tsx");
type Texts = readonly string[] | undefined;

declare global {
  /** Monaco's own texts by number; English where there are none. */
  // oxlint-disable-next-line no-var -- a global is declared so
  var _VSCODE_NLS_MESSAGES: Texts;
}

const texts: Record<Language, Texts> = { en: undefined, ko: undefined };
let original: { readonly language: Language; readonly loaded: Loaded } | undefined;
let loading: Promise<unknown> = Promise.resolve();

/** The editor in each language; loaded when it is first shown. */
export const CODE_EDITORS = { en: lazy(() => loadNext("en")), ko: lazy(() => loadNext("ko")) };

/** Makes Monaco say in this language what it says from now on. */
export function speak(language: Language): void {
  globalThis._VSCODE_NLS_MESSAGES = texts[language];
}

/** One after another: what is loaded finds its texts in a global. */
function loadNext(language: Language): Promise<Loaded> {
  const next = loading.then(() => load(language));
  loading = next.catch(() => undefined);
  return next;
}

async function load(language: Language): Promise<Loaded> {
  if (language === "ko" && texts.ko === undefined) {
    await import("monaco-editor/nls/lang/ko.js");
    texts.ko = globalThis._VSCODE_NLS_MESSAGES;
  }
  speak(language);
  if (original === undefined) {
    original = { language, loaded: await import("./code-editor.tsx") };
    return original.loaded;
  }
  if (original.language === language) return original.loaded;
  return (await import(/* @vite-ignore */ `${original.loaded.ADDRESS}?${language}`)) as Loaded;
}
