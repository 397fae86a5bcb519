// Gives Monaco the language service. What needs the schema is asked of its worker; what needs the cluster was told by the review.
import { message } from "../../ui/i18n/message.tsx";
import { clusterFacts } from "../cluster-facts.ts";
import type { CompletionItem } from "../language/completion.ts";
import type { Hover } from "../language/hover.ts";
import { askLanguage } from "../language/language.ts";
import type { Symbol } from "../language/symbols.ts";
import { codeActions } from "./code-actions.ts";
import { monaco } from "./features.ts";
import { fieldDescription } from "./field-description.ts";
import { registerNavigation } from "./navigation.ts";
import { changeBetween, rangeOf } from "./places.ts";
import { takeLinesAtOnce } from "./typing.ts";

type Model = monaco.editor.ITextModel;

const YAML = "yaml";
let isRegistered = false;

/** Registers everything, once. */
export function registerProviders(): void {
  if (isRegistered) return;
  isRegistered = true;
  const { languages } = monaco;
  languages.registerCompletionItemProvider(YAML, { triggerCharacters: [" ", ":", "-"], provideCompletionItems });
  languages.registerHoverProvider(YAML, { provideHover });
  languages.registerCodeActionProvider(YAML, { provideCodeActions: codeActions }, { providedCodeActionKinds: KINDS });
  languages.registerFoldingRangeProvider(YAML, { provideFoldingRanges });
  languages.registerDocumentSymbolProvider(YAML, { displayName: "Kubernetes", provideDocumentSymbols });
  languages.registerDocumentFormattingEditProvider(YAML, { provideDocumentFormattingEdits: (model) => format(model) });
  languages.registerDocumentRangeFormattingEditProvider(YAML, { provideDocumentRangeFormattingEdits: format });
  registerNavigation(YAML);
  takeLinesAtOnce();
}

const KINDS = ["quickfix"];

async function provideCompletionItems(
  model: Model,
  position: monaco.Position,
): Promise<monaco.languages.CompletionList> {
  const offset = model.getOffsetAt(position);
  const items = await askLanguage("complete", model.getValue(), { offset, facts: clusterFacts() });
  // Its file may have gone while the language worker thought.
  if (model.isDisposed()) return { suggestions: [] };
  const line = model.getLineContent(position.lineNumber);
  const before = /[\w./:-]*$/.exec(line.slice(0, position.column - 1))?.[0] ?? "";
  const word = before.includes(":") && !before.includes("://") ? (before.split(":").at(-1) ?? "") : before;
  const startColumn = position.column - word.replace(/^-+$/, "").length;
  const range = new monaco.Range(position.lineNumber, startColumn, position.lineNumber, position.column);
  return { suggestions: items.map((item) => suggestionOf(item, range)) };
}

function suggestionOf(item: CompletionItem, range: monaco.Range): monaco.languages.CompletionItem {
  const { CompletionItemKind, CompletionItemInsertTextRule } = monaco.languages;
  const kinds = {
    value: CompletionItemKind.Value,
    field: CompletionItemKind.Property,
    object: CompletionItemKind.Snippet,
  };
  const isNext = item.kind === "field" && item.insert.endsWith(": ");
  return {
    label: { label: item.label, description: item.detail },
    kind: kinds[item.kind],
    insertText: item.insert,
    ...(item.kind === "object" && { insertTextRules: CompletionItemInsertTextRule.InsertAsSnippet }),
    ...(isNext && { command: { id: "editor.action.triggerSuggest", title: "" } }),
    documentation: { value: item.description },
    range,
    sortText: (item.isRequired ? "0" : item.kind === "object" ? "1" : "2") + item.label,
  };
}

async function provideHover(model: Model, position: monaco.Position): Promise<monaco.languages.Hover | null> {
  const found = await askLanguage("hover", model.getValue(), { offset: model.getOffsetAt(position) });
  if (!found) return null;
  const value = (await fieldDescription(found.field)) ?? found.description;
  if (model.isDisposed()) return null;
  return { range: rangeOf(model, found), contents: [{ value: headOf(found) }, { value }] };
}

/** "**spec.ports[].protocol** `string`, required, default `TCP`, one of `TCP`, `UDP`". */
function headOf({ path, type, isRequired, default: value, values }: Hover): string {
  const code = (text: string) => `\`${text}\``;
  return [
    `**${path}** ${code(type)}`,
    ...(isRequired ? [message("editor.hover.required")] : []),
    ...(value === undefined ? [] : [message("editor.hover.default", { value: code(value) })]),
    ...(values.length === 0 ? [] : [message("editor.hover.values", { values: values.map(code).join(", ") })]),
  ].join(" · ");
}

async function provideFoldingRanges(model: Model): Promise<monaco.languages.FoldingRange[]> {
  return [...(await askLanguage("folds", model.getValue(), {}))];
}

async function provideDocumentSymbols(model: Model): Promise<monaco.languages.DocumentSymbol[]> {
  const symbols = await askLanguage("symbols", model.getValue(), {});
  return model.isDisposed() ? [] : symbols.map((symbol) => symbolOf(model, symbol));
}

function symbolOf(model: Model, { name, detail, kind, at, inside, ...range }: Symbol): monaco.languages.DocumentSymbol {
  const { SymbolKind } = monaco.languages;
  const kinds = { document: SymbolKind.Object, field: SymbolKind.Field, item: SymbolKind.Array };
  return {
    name: name === "" ? "-" : name,
    detail,
    kind: kinds[kind],
    tags: [],
    range: rangeOf(model, range),
    selectionRange: rangeOf(model, at),
    children: inside.map((one) => symbolOf(model, one)),
  };
}

/** The whole text is formatted; of a selection, the lines that it touches are taken over where their number stays. */
async function format(model: Model, selection?: monaco.Range): Promise<monaco.languages.TextEdit[]> {
  const before = model.getValue();
  const after = await askLanguage("format", before, {});
  if (after === undefined || after === before || model.isDisposed()) return [];
  const { from, to, text } = changeBetween(before, selection ? onlyLines(before, after, selection) : after);
  return [{ range: rangeOf(model, { from, to }), text }];
}

function onlyLines(before: string, after: string, { startLineNumber, endLineNumber }: monaco.Range): string {
  const [old, fresh] = [before.split("\n"), after.split("\n")];
  if (old.length !== fresh.length) return after;
  return old
    .map((line, at) => (at + 1 >= startLineNumber && at < endLineNumber ? (fresh[at] ?? line) : line))
    .join("\n");
}
