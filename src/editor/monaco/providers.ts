import { unhandled } from "../../engine/model/unhandled.ts";
import { getObjects } from "../../state/cluster.ts";
import { message } from "../../ui/i18n/message.tsx";
import type { ClusterFacts } from "../language/completion.ts";
import { askCompletion, askHover, askMends } from "../language/language.ts";
import type { Mend } from "../language/mends.ts";
import { monaco } from "./features.ts";

type Model = monaco.editor.ITextModel;

/** Values that are offered for one label. */
const LABEL_VALUES_MAX = 50;

let isRegistered = false;

/** Gives Monaco the language service: completion, hover and mends. Once. */
export function registerProviders(): void {
  if (isRegistered) return;
  isRegistered = true;
  monaco.languages.registerCompletionItemProvider("yaml", {
    triggerCharacters: [" ", ":", "-"],
    provideCompletionItems: async (model, position) => {
      const items = await askCompletion(model.getValue(), {
        offset: model.getOffsetAt(position),
        facts: clusterFacts(),
      });
      const { startColumn } = model.getWordUntilPosition(position);
      const range = new monaco.Range(position.lineNumber, startColumn, position.lineNumber, position.column);
      return { suggestions: items.map((item) => suggestionOf(item, range)) };
    },
  });
  monaco.languages.registerHoverProvider("yaml", {
    provideHover: async (model, position) => {
      const found = await askHover(model.getValue(), model.getOffsetAt(position));
      if (!found) return null;
      const contents = [{ value: `**${found.path}** ${found.type}` }, { value: found.description }];
      return { range: rangeOf(model, found), contents };
    },
  });
  monaco.languages.registerCodeActionProvider("yaml", {
    provideCodeActions: async (model, range, context) => {
      const found = await askMends(model.getValue());
      const wanted = [range, ...context.markers];
      const near = found.filter((mend) => {
        const at = rangeOf(model, mend);
        return wanted.some((one) => at.startLineNumber <= one.endLineNumber && at.endLineNumber >= one.startLineNumber);
      });
      return { actions: near.map((mend) => actionOf(model, mend, context.markers)), dispose: () => undefined };
    },
  });
}

/** The page's words for a mend. */
export function mendTitle(mend: Mend): string {
  const { text } = mend;
  switch (mend.what) {
    case "add-space":
      return message("editor.mend.space");
    case "not-a-list":
      return message("editor.mend.list");
    case "rename-field":
      return message("editor.mend.rename", { name: text });
    case "replace-value":
    case "quote":
      return message("editor.mend.replace", { value: text });
    default:
      throw unhandled(mend.what);
  }
}

function actionOf(
  model: Model,
  mend: Mend,
  diagnostics: readonly monaco.editor.IMarkerData[],
): monaco.languages.CodeAction {
  return {
    title: mendTitle(mend),
    kind: "quickfix",
    isPreferred: true,
    diagnostics: [...diagnostics],
    edit: {
      edits: [
        {
          resource: model.uri,
          versionId: model.getVersionId(),
          textEdit: { range: rangeOf(model, mend), text: mend.text },
        },
      ],
    },
  };
}

function suggestionOf(
  item: Awaited<ReturnType<typeof askCompletion>>[number],
  range: monaco.Range,
): monaco.languages.CompletionItem {
  const { CompletionItemKind } = monaco.languages;
  return {
    label: item.label,
    kind: item.kind === "value" ? CompletionItemKind.Value : CompletionItemKind.Property,
    insertText: item.insert,
    documentation: { value: item.description },
    range,
    sortText: (item.isRequired ? "0" : "1") + item.label,
  };
}

function rangeOf(model: Model, { from, to }: { readonly from: number; readonly to: number }): monaco.Range {
  return monaco.Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to));
}

function clusterFacts(): ClusterFacts {
  const labels: Record<string, Set<string>> = {};
  for (const pod of getObjects("Pod").values()) {
    for (const [key, value] of Object.entries(pod.metadata.labels ?? {})) {
      const values = (labels[key] ??= new Set());
      if (values.size < LABEL_VALUES_MAX) values.add(value);
    }
  }
  const namesOf = (kind: string) => [...getObjects(kind).values()].map(({ metadata }) => metadata.name);
  return {
    namespaces: namesOf("Namespace"),
    services: namesOf("Service"),
    labels: Object.fromEntries(Object.entries(labels).map(([key, values]) => [key, [...values]])),
  };
}
