// The words that are there when the bar is drawn. Those of the panes come with the panes (all-texts.ts).
import { actions } from "./actions.ts";
import { bar } from "./bar.ts";
import type { catalogue, MessageKey } from "./catalogue.ts";
import { common } from "./common.ts";
import { share } from "./share.ts";
import { stream } from "./stream.ts";
import type { Language } from "./language.ts";

/** What the bar, its menus and the notices say. */
export const firstTexts = { ...common, ...actions, ...bar, ...share, ...stream } as const;

let texts: Readonly<Partial<Record<MessageKey, Readonly<Record<Language, string>>>>> = firstTexts;

/** Takes all words. */
export function takeTexts(all: typeof catalogue): void {
  texts = all;
}

/** A text as it is written; empty if it has not come yet. */
export function textOf(key: MessageKey, language: Language): string {
  return texts[key]?.[language] ?? "";
}
