// What the person looks at besides the trace: an object that was picked, and what is pointed at.
import { create } from "zustand";
import type { ObjectRef } from "../engine/trace/trace.ts";
import { objectKey } from "./cluster.ts";

/** A thing of the picture: an object of the cluster, or a machine outside of it by its address. */
export type Picked =
  | { readonly kind: "object"; readonly object: ObjectRef }
  | { readonly kind: "outside"; readonly address: string };

type SelectionState = {
  readonly picked?: Picked | undefined;
  /** What the pointer or the editor's cursor is on. */
  readonly pointed?: ObjectRef | undefined;
  /** The field of it, where it is known: "spec.selector.app". */
  readonly pointedField?: string | undefined;
  /** The node whose rules are shown whole. */
  readonly rulesOf?: string | undefined;
  /** What of them is looked for: a chain that somebody asked for. */
  readonly rulesWords?: string | undefined;
};

export const useSelection = create<SelectionState>(() => ({}));

/** Shows the thing's details in the inspector, in place of the step. */
export function pick(picked: Picked): void {
  useSelection.setState({ picked, rulesOf: undefined });
}

/** Back to the step. */
export function unpick(): void {
  useSelection.setState({ picked: undefined, rulesOf: undefined });
}

/** Lights what belongs to an object, or to a field of it; undefined when the pointer leaves. */
export function point(pointed: ObjectRef | undefined, pointedField?: string): void {
  useSelection.setState({ pointed, pointedField });
}

/** Shows all rules of a node, as iptables-save prints them, or those of them that contain the words. */
export function showRules(node: string | undefined, words = ""): void {
  useSelection.setState({ rulesOf: node, rulesWords: words });
}

/** Whether two references are to the same object. */
export function isSameObject(a: ObjectRef | undefined, b: ObjectRef | undefined): boolean {
  return a !== undefined && b !== undefined && a.kind === b.kind && objectKey(a) === objectKey(b);
}
