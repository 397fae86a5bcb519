// What a search field offers: options in groups, narrowed by what is typed.

/** Something that can be chosen. `note` is searched as well. */
export type SearchOption = {
  readonly id: string;
  readonly text: string;
  readonly note?: string;
  readonly keys?: string;
};

export type SearchGroup = { readonly label: string; readonly options: readonly SearchOption[] };

/** So many options of a group are drawn: a cluster may have 20,000 pods. */
export const SHOWN_MAX = 100;

/** The options that have every word of the query, those that begin with it first; `more` counts what is not shown of them. */
export function filterOptions(
  all: readonly SearchGroup[],
  query: string,
): { readonly groups: readonly SearchGroup[]; readonly more: number } {
  const wanted = query.trim().toLowerCase();
  const words = wanted.split(/\s+/);
  const found = all.map(({ label, options }) => ({ label, options: options.filter((one) => hasAll(one, words)) }));
  const groups = found.map(({ label, options }) => ({
    label,
    options: bestFirst(options, wanted).slice(0, SHOWN_MAX),
  }));
  const more = found.reduce((sum, { options }) => sum + Math.max(0, options.length - SHOWN_MAX), 0);
  return { groups: groups.filter(({ options }) => options.length > 0), more };
}

function hasAll({ text, note = "" }: SearchOption, words: readonly string[]): boolean {
  const searched = `${text} ${note}`.toLowerCase();
  return words.every((word) => searched.includes(word));
}

function bestFirst(options: readonly SearchOption[], wanted: string): readonly SearchOption[] {
  if (wanted === "") return options;
  const begins = ({ text }: SearchOption) => text.toLowerCase().startsWith(wanted);
  return [...options.filter(begins), ...options.filter((option) => !begins(option))];
}
