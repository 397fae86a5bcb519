/**
 * A message in both languages, side by side. `{name}` is replaced by a parameter; `{count|line|lines}` chooses by number
 * (the first form for one) and does not print it.
 */
export type Entry = { readonly en: string; readonly ko: string };

/** The messages of one pane, by key: "pane.what". */
export type Entries = { readonly [key: string]: Entry };
