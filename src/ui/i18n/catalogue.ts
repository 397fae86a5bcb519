// Every word that the page says. One file a pane, one line here.
import { actions } from "./actions.ts";
import { bar } from "./bar.ts";
import { canvas } from "./canvas.ts";
import { caption } from "./caption.ts";
import { common } from "./common.ts";
import { diagnosis } from "./diagnosis.ts";
import { editor } from "./editor.ts";
import { history } from "./history.ts";
import { inspector } from "./inspector.ts";
import { stream } from "./stream.ts";
import { remarks } from "./remarks.ts";
import { pasted } from "./pasted.ts";
import { share } from "./share.ts";
import { strip } from "./strip.ts";
import { terminal } from "./terminal.ts";

export const catalogue = {
  ...common,
  ...actions,
  ...bar,
  ...editor,
  ...remarks,
  ...terminal,
  ...canvas,
  ...caption,
  ...inspector,
  ...diagnosis,
  ...pasted,
  ...share,
  ...strip,
  ...history,
  ...stream,
} as const;

export type MessageKey = keyof typeof catalogue;

/** The names of the parameters in a text: "{from} to {to}" gives "from" | "to". */
type NamesIn<T extends string> = T extends `${string}{${infer Inside}}${infer Rest}`
  ? (Inside extends `${infer Name}|${string}` ? Name : Inside) | NamesIn<Rest>
  : never;

/** What must be given with a key, in either language. */
export type ParameterName<K extends MessageKey> = NamesIn<(typeof catalogue)[K]["en"] | (typeof catalogue)[K]["ko"]>;

/** The keys of messages that take no parameters. */
export type PlainMessageKey = { [K in MessageKey]: [ParameterName<K>] extends [never] ? K : never }[MessageKey];
