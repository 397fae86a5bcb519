import { goFormat, goQuote } from "../../../apiserver/go-text.ts";
import { compareText } from "../../../apiserver/printers/fields.ts";
import { isJsonObject } from "../../../model/json.ts";
import { unhandled } from "../../../model/unhandled.ts";
import { Failure } from "../failure.ts";
import type { Body, Operand, Pipe, TemplateNode } from "./go-template-parser.ts";
import { decodeBase64 } from "./base64.ts";
import { parseTemplateText } from "./go-template-parser.ts";

/** A template ready to print objects. A field that is missing prints "<no value>", or is refused. */
export function parseTemplate(template: string): (object: unknown, missingKeys: "allowed" | "refused") => string {
  const body = parseTemplateText(template);
  return (object, missingKeys) =>
    new Execution(missingKeys).body(body, { dot: object, variables: new Map([["", object]]) });
}

type Scope = { readonly dot: unknown; readonly variables: ReadonlyMap<string, unknown> };

/** What a missing key gives; it prints as "<no value>" and is empty. */
const NO_VALUE = Symbol("no value");

class Execution {
  readonly #missingKeys: "allowed" | "refused";

  constructor(missingKeys: "allowed" | "refused") {
    this.#missingKeys = missingKeys;
  }

  body(nodes: Body, scope: Scope): string {
    let inner = scope;
    let out = "";
    for (const node of nodes) {
      if (node.kind === "print" && node.pipe.variables.length > 0) {
        const value = this.#pipe(node.pipe, inner);
        inner = { ...inner, variables: withVariables(inner.variables, node.pipe.variables, [value]) };
      } else out += this.#node(node, inner);
    }
    return out;
  }

  #node(node: TemplateNode, scope: Scope): string {
    switch (node.kind) {
      case "text":
        return node.text;
      case "print":
        return printed(this.#pipe(node.pipe, scope));
      case "if":
      case "with": {
        const value = this.#pipe(node.pipe, scope);
        const variables = withVariables(scope.variables, node.pipe.variables, [value]);
        const dot = node.kind === "with" ? value : scope.dot;
        return isEmpty(value) ? this.body(node.otherwise, scope) : this.body(node.body, { dot, variables });
      }
      case "range":
        return this.#range(node, scope);
      default:
        throw unhandled(node);
    }
  }

  #range(
    node: TemplateNode & { readonly pipe: Pipe; readonly body: Body; readonly otherwise: Body },
    scope: Scope,
  ): string {
    const entries = entriesOf(this.#pipe(node.pipe, scope));
    if (entries.length === 0) return this.body(node.otherwise, scope);
    const isPair = node.pipe.variables.length > 1;
    return entries
      .map(([key, dot]) => {
        const variables = withVariables(scope.variables, node.pipe.variables, isPair ? [key, dot] : [dot]);
        return this.body(node.body, { dot, variables });
      })
      .join("");
  }

  #pipe(pipe: Pipe, scope: Scope): unknown {
    let last: readonly unknown[] = [];
    for (const command of pipe.commands) last = [this.#command(command, scope, last)];
    return last[0];
  }

  #command([head, ...rest]: readonly Operand[], scope: Scope, last: readonly unknown[]): unknown {
    if (head === undefined) return last[0];
    if (head.kind !== "function") return this.#operand(head, scope);
    return callFunction(head.name, [...rest.map((operand) => this.#operand(operand, scope)), ...last]);
  }

  #operand(operand: Operand, scope: Scope): unknown {
    switch (operand.kind) {
      case "literal":
        return operand.value;
      case "field":
        return this.#fields(scope.dot, operand.names);
      case "variable":
        if (!scope.variables.has(operand.name)) throw templateFailure(`undefined variable "$${operand.name}"`);
        return this.#fields(scope.variables.get(operand.name), operand.names);
      case "group":
        return this.#fields(this.#pipe(operand.pipe, scope), operand.names);
      case "function":
        return callFunction(operand.name, []);
      default:
        throw unhandled(operand);
    }
  }

  #fields(value: unknown, names: readonly string[]): unknown {
    let at = value;
    for (const name of names) {
      if (at === NO_VALUE || at === null || at === undefined) return NO_VALUE;
      if (!isJsonObject(at)) throw templateFailure(`can't evaluate field ${name} in type interface {}`);
      if (!Object.hasOwn(at, name)) {
        if (this.#missingKeys === "refused") throw templateFailure(`map has no entry for key ${goQuote(name)}`);
        return NO_VALUE;
      }
      at = at[name];
    }
    return at;
  }
}

function callFunction(name: string, values: readonly unknown[]): unknown {
  const [first, second] = values;
  switch (name) {
    case "index":
      return values.slice(1).reduce(indexOf, first);
    case "len":
      return typeof first === "string" ? first.length : entriesOf(first).length;
    case "print":
      return values.map(printed).join(" ");
    case "println":
      return `${values.map(printed).join(" ")}\n`;
    case "printf":
      return formatted(values);
    case "not":
      return isEmpty(first);
    case "and":
      return values.find(isEmpty) ?? values.at(-1);
    case "or":
      return values.find((value) => !isEmpty(value)) ?? values.at(-1);
    case "exists":
      return values.slice(1).reduce(indexOf, first) !== NO_VALUE;
    case "eq":
      return values.slice(1).some((value) => value === first);
    case "ne":
      return first !== second;
    case "lt":
      return orderOf(first, second) < 0;
    case "le":
      return orderOf(first, second) <= 0;
    case "gt":
      return orderOf(first, second) > 0;
    case "ge":
      return orderOf(first, second) >= 0;
    case "base64decode":
      return decodeBase64(printed(first));
    default:
      throw templateFailure(`function ${goQuote(name)} not defined`);
  }
}

function indexOf(value: unknown, key: unknown): unknown {
  if (Array.isArray(value) && typeof key === "number") {
    if (key < 0 || key >= value.length) throw templateFailure(`error calling index: index out of range: ${key}`);
    return value[key] as unknown;
  }
  return isJsonObject(value) && typeof key === "string" && Object.hasOwn(value, key) ? value[key] : NO_VALUE;
}

function formatted([format, ...values]: readonly unknown[]): string {
  let at = 0;
  return printed(format).replace(/%[-+#0 ]*\d*(?:\.\d+)?([a-zA-Z%])/g, (verb, letter: string) => {
    if (letter === "%") return "%";
    const value = values[at++];
    const width = Number(/\d+/.exec(verb)?.[0] ?? 0);
    const text = letter === "q" ? goQuote(printed(value)) : printed(value);
    return verb.includes("-") ? text.padEnd(width) : text.padStart(width, /%0/.test(verb) ? "0" : " ");
  });
}

function orderOf(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return compareText(printed(a), printed(b));
}

function entriesOf(value: unknown): readonly (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return value.map((part, index) => [index, part] as const);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).toSorted(([a], [b]) => compareText(a, b));
}

function isEmpty(value: unknown): boolean {
  if (value === NO_VALUE || value === null || value === undefined) return true;
  if (typeof value === "object") return entriesOf(value).length === 0;
  return value === "" || value === 0 || value === false;
}

function printed(value: unknown): string {
  if (value === NO_VALUE || value === undefined || value === null) return "<no value>";
  return goFormat(value);
}

function withVariables(
  variables: ReadonlyMap<string, unknown>,
  names: readonly string[],
  values: readonly unknown[],
): ReadonlyMap<string, unknown> {
  if (names.length === 0) return variables;
  return new Map([...variables, ...names.map((name, index) => [name, values[index]] as const)]);
}

function templateFailure(message: string): Failure {
  return new Failure(`error executing template: template: output:1: ${message}`);
}
