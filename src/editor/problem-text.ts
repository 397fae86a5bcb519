import type { Problem } from "../protocol/protocol.ts";
import { catalogue } from "../ui/i18n/catalogue.ts";
import type { MessageKey } from "../ui/i18n/catalogue.ts";
import type { Say } from "../ui/i18n/message.tsx";

/** What a problem says, and what was probably meant: for who cannot press a button beside it. */
export function problemAndMend(say: Say, problem: Problem): string {
  const [likely] = problem.mends ?? [];
  const text = problemText(say, problem);
  return likely ? `${text} ${say("remark.meant", { reads: likely.reads })}` : text;
}

/** What a problem says: the API server's own words, or the page's for a remark. */
export function problemText(say: Say, { message, remark }: Problem): string {
  if (!remark) return message;
  const { code, words } = remark;
  const hasList = ["open", "names", "ports", "keys"].every((name) => words[name] !== "");
  const key: MessageKey = `remark.${code}`;
  const none = `${key}.none`;
  return sayWords(say, { key: hasList || !isKey(none) ? key : none, words });
}

/** The words of a remark are those that its text has blanks for: engine/review gives them by name. */
function sayWords(
  say: Say,
  { key, words }: { readonly key: MessageKey; readonly words: Readonly<Record<string, string>> },
): string {
  return (say as (key: MessageKey, words: Readonly<Record<string, string>>) => string)(key, words);
}

function isKey(key: string): key is MessageKey {
  return key in catalogue;
}
