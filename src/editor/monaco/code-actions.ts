// Quick fixes: what the schema makes obvious, what the review would mend, and all of it at once.
import { unhandled } from "../../engine/model/unhandled.ts";
import type { Problem } from "../../protocol/protocol.ts";
import { isReviewed, useReview } from "../../state/checking.ts";
import { message } from "../../ui/i18n/message.tsx";
import { askLanguage } from "../language/language.ts";
import type { Mend } from "../language/mend.ts";
import { monaco } from "./features.ts";
import { fileOf } from "./models.ts";
import { changeBetween, rangeOf } from "./places.ts";

type Model = monaco.editor.ITextModel;
type Action = monaco.languages.CodeAction;
type Edit = { readonly from: number; readonly to: number; readonly text: string };

/** Actions for the lines that are selected or marked there. */
export async function codeActions(
  model: Model,
  range: monaco.Range,
  context: monaco.languages.CodeActionContext,
): Promise<monaco.languages.CodeActionList> {
  const text = model.getValue();
  const [found, mended] = await Promise.all([askLanguage("mends", text, {}), askLanguage("mendAll", text, {})]);
  if (model.isDisposed()) return { actions: [], dispose: () => undefined };
  const wanted = [range, ...context.markers];
  const isNear = (place: { readonly from: number; readonly to: number }) => {
    const at = rangeOf(model, place);
    return wanted.some((one) => at.startLineNumber <= one.endLineNumber && at.endLineNumber >= one.startLineNumber);
  };
  const asked = { model, context };
  const bySchema = found.filter((mend) => isNear(mend.at) || isNear(mend));
  const remarks = isReviewed(fileOf(model)) ? useReview.getState().remarks[fileOf(model)] : undefined;
  const byReview = (remarks ?? []).filter(isNear);
  const actions = [
    ...bySchema.map((mend) => actionOf(asked, { title: mendTitle(mend), edit: mend })),
    ...byReview.flatMap((problem) => reviewActions(asked, problem)),
    ...(mended === text ? [] : [fixAll(asked, changeBetween(text, mended))]),
  ];
  return { actions, dispose: () => undefined };
}

type Asked = { readonly model: Model; readonly context: monaco.languages.CodeActionContext };

function reviewActions(asked: Asked, { mends = [] }: Problem): readonly Action[] {
  return mends.map((edit) => actionOf(asked, { title: message("editor.mend.replace", { value: edit.reads }), edit }));
}

function fixAll({ model }: Asked, edit: Edit): Action {
  return { ...actionWith(model, edit), title: message("editor.mend.all"), kind: "quickfix.all" };
}

function actionOf({ model, context }: Asked, { title, edit }: { readonly title: string; readonly edit: Edit }): Action {
  return {
    ...actionWith(model, edit),
    title,
    kind: "quickfix",
    isPreferred: true,
    diagnostics: [...context.markers],
  };
}

function actionWith(model: Model, edit: Edit): Pick<Action, "edit"> {
  const textEdit = { range: rangeOf(model, edit), text: edit.text };
  return { edit: { edits: [{ resource: model.uri, versionId: model.getVersionId(), textEdit }] } };
}

/** The page's words for a mend. */
function mendTitle({ what, name }: Mend): string {
  switch (what) {
    case "add-space":
      return message("editor.mend.space");
    case "not-a-list":
      return message("editor.mend.list");
    case "make-list":
      return message("editor.mend.makeList");
    case "rename-field":
      return message("editor.mend.rename", { name });
    case "replace-value":
    case "quote":
    case "unquote":
      return message("editor.mend.replace", { value: name });
    case "add-field":
      return message("editor.mend.add", { name });
    case "indent":
      return message("editor.mend.indent", { name });
    case "tabs":
      return message("editor.mend.tabs");
    default:
      throw unhandled(what);
  }
}
