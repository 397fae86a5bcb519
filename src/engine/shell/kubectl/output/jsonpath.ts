// JSONPath templates as kubectl has them: `{range .items[*]}{.metadata.name}{"\n"}{end}`. As k8s.io/client-go/util/jsonpath.
import { goFormat } from "../../../apiserver/go-text.ts";
import { isJsonObject } from "../../../model/json.ts";
import { unhandled } from "../../../model/unhandled.ts";
import { compareText } from "../../../apiserver/printers/fields.ts";
import { goTypeText, printableText } from "./go-value.ts";
import type { PathNode } from "./jsonpath-parser.ts";

/** What a template comes to: a list of values for each of its nodes in turn; or why it does not. */
export type PathResults =
  | { readonly ok: true; readonly results: readonly (readonly unknown[])[] }
  | { readonly ok: false; readonly message: string };

export type PathOptions = {
  /** Whether a field that is not there is nothing (kubectl's default), or an error. */
  readonly missingKeys: "allowed" | "refused";
};

/** Walks the nodes of a template over a value. */
export function findResults(
  nodes: readonly PathNode[],
  data: unknown,
  options: PathOptions = { missingKeys: "allowed" },
): PathResults {
  try {
    return { ok: true, results: new PathWalk(options).template(nodes, data) };
  } catch (error) {
    if (error instanceof WalkError) return { ok: false, message: error.message };
    throw error;
  }
}

/** The text of a template's results: values of one node a space apart, lists and objects as JSON. */
export function resultsText(results: readonly (readonly unknown[])[]): string {
  return results.map((values) => values.map(printableText).join(" ")).join("");
}

/** Ends a walk at what the template cannot do; never leaves this file. */
class WalkError extends Error {}

class PathWalk {
  readonly #options: PathOptions;

  constructor(options: PathOptions) {
    this.#options = options;
  }

  template(nodes: readonly PathNode[], data: unknown): readonly (readonly unknown[])[] {
    const results: (readonly unknown[])[] = [];
    for (let at = 0; at < nodes.length; at++) {
      const node = nodes[at];
      if (node === undefined) break;
      const word = leadingIdentifier(node);
      if (word === "end") throw new WalkError("not in range, nothing to end");
      if (word === "range" && node.kind === "list") {
        const end = endOfRange(nodes, at);
        for (const value of this.#steps([data], node.nodes.slice(1))) {
          results.push(...this.template(nodes.slice(at + 1, end), value));
        }
        at = end;
      } else results.push(this.#step([data], node));
    }
    return results;
  }

  #steps(input: readonly unknown[], nodes: readonly PathNode[]): readonly unknown[] {
    return nodes.reduce((values, node) => this.#step(values, node), input);
  }

  #step(input: readonly unknown[], node: PathNode): readonly unknown[] {
    switch (node.kind) {
      case "text":
        return [node.text];
      case "value":
        return [node.value];
      case "list":
        return this.#steps(input, node.nodes);
      case "identifier":
        throw new WalkError(`unrecognized identifier ${node.name}`);
      case "field":
        return this.#field(input, node.name);
      case "wildcard":
        return input.flatMap(childrenOf);
      case "recursive":
        return input.flatMap(descendantsOf);
      case "array":
        return input.flatMap((value) => sliceOf(value, node));
      case "union":
        return node.parts.flatMap((part) => this.#steps(input, part));
      case "filter":
        return input.flatMap((value) => this.#filter(value, node));
      default:
        throw unhandled(node);
    }
  }

  #field(input: readonly unknown[], name: string): readonly unknown[] {
    const found = input.flatMap((value) => (isJsonObject(value) && Object.hasOwn(value, name) ? [value[name]] : []));
    if (found.length === 0 && this.#options.missingKeys === "refused") throw new WalkError(`${name} is not found`);
    return found;
  }

  #filter(value: unknown, node: PathNode & { readonly kind: "filter" }): readonly unknown[] {
    if (!Array.isArray(value)) {
      throw new WalkError(`${goFormat(value)} is not array or slice and cannot be filtered`);
    }
    const items: readonly unknown[] = value;
    return items.filter((item) => {
      const left = this.#steps([item], node.left);
      if (node.operator === "exists") return left.length > 0;
      const right = this.#steps([item], node.right);
      if (left.length === 0 || right.length === 0) return false;
      if (left.length > 1 || right.length > 1) throw new WalkError("can only compare one element at a time");
      return compareValues(left[0], node.operator, right[0]);
    });
  }
}

function leadingIdentifier(node: PathNode): string | undefined {
  const first = node.kind === "list" ? node.nodes[0] : undefined;
  return first?.kind === "identifier" && ["range", "end"].includes(first.name) ? first.name : undefined;
}

/** The node that ends the range begun at `begin`; without one, the template's end. */
function endOfRange(nodes: readonly PathNode[], begin: number): number {
  let depth = 0;
  for (let at = begin; at < nodes.length; at++) {
    const node = nodes[at];
    const word = node && leadingIdentifier(node);
    if (word === "range") depth++;
    if (word === "end" && --depth === 0) return at;
  }
  return nodes.length;
}

function childrenOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isJsonObject(value)) return [];
  return Object.entries(value)
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([, part]) => part);
}

function descendantsOf(value: unknown): readonly unknown[] {
  return [value, ...childrenOf(value).flatMap(descendantsOf)];
}

function sliceOf(value: unknown, node: PathNode & { readonly kind: "array" }): readonly unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new WalkError(`${goTypeText(value)} is not array or slice`);
  const items: readonly unknown[] = value;
  const length = items.length;
  const first = node.from.isKnown ? node.from.value : 0;
  const from = first < 0 ? first + length : first;
  const last = node.to.isKnown ? node.to.value : length;
  const to = last < 0 || (last === 0 && node.to.isDerived) ? last + length : last;
  if (from === to) return [];
  if (from >= length || from < 0) throw outOfBounds(from, length);
  if (to > length || to < 0) throw outOfBounds(to - 1, length);
  if (from > to) throw new WalkError(`starting index ${from} is greater than ending index ${to}`);
  if (node.step.isKnown && node.step.value <= 0) throw new WalkError("step must be > 0");
  const step = node.step.isKnown ? node.step.value : 1;
  return items.slice(from, to).filter((_, index) => index % step === 0);
}

function outOfBounds(index: number, length: number): WalkError {
  return new WalkError(`array index out of bounds: index ${index}, length ${length}`);
}

function compareValues(left: unknown, operator: string, right: unknown): boolean {
  if (!["==", "!=", "<", ">", "<=", ">="].includes(operator)) {
    throw new WalkError(`unrecognized filter operator ${operator}`);
  }
  const isOrdered = typeof left === "number" || typeof left === "string";
  if (typeof left !== typeof right) throw new WalkError("incompatible types for comparison");
  if (typeof left === "object" || (!isOrdered && operator.length === 1)) {
    throw new WalkError("invalid type for comparison");
  }
  const order = orderOf(left, right);
  switch (operator) {
    case "==":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case ">":
      return order > 0;
    default:
      return operator === "<=" ? order <= 0 : order >= 0;
  }
}

function orderOf(left: unknown, right: unknown): number {
  if (left === right) return 0;
  if (typeof left === "number" && typeof right === "number") return left - right;
  return compareText(String(left), String(right));
}
