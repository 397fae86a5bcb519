/** A text in both languages. */
export type Bilingual = { readonly en: string; readonly ko: string };

/** Who sends, before anybody knows a pod's whole name: the first pod with these labels, a node, or a machine outside. */
export type SenderHint =
  | { readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  | { readonly node: string }
  | { readonly outside: string };

export type Scenario = {
  readonly id: string;
  readonly title: Bilingual;
  /** What there is to see, in a sentence or two. */
  readonly summary: Bilingual;
  /** In the order of the editor's tabs. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly request: { readonly from: SenderHint; readonly url: string };
  /** Command lines worth typing here. */
  readonly commands: readonly string[];
};
