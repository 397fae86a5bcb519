import { unhandled } from "../../model/unhandled.ts";
import type { AwkExpression, AwkRule, AwkStatement } from "./awk-syntax.ts";
import { calculate, looksNumeric, numberOf, textOfValue, type AwkValue } from "./awk-value.ts";
import { compileRegex } from "./regex.ts";
import { formatPrintf } from "./printf.ts";

/** What a statement leads to: nothing, or a jump out of what is being done. */
type Flow = "go on" | "next" | "break" | "continue" | "exit";

const LOOP_ROUNDS_MAX = 1_000_000;
const KEY_SEPARATOR = "\u001c";

/** Runs an awk program over lines. */
export class AwkMachine {
  isDone = false;
  exitCode = 0;
  readonly #rules: readonly AwkRule[];
  readonly #out: (text: string) => void;
  readonly #variables = new Map<string, AwkValue>([
    ["FS", " "],
    ["OFS", " "],
    ["ORS", "\n"],
    ["NR", 0],
    ["SUBSEP", KEY_SEPARATOR],
  ]);
  readonly #arrays = new Map<string, Map<string, AwkValue>>();
  readonly #open = new Set<AwkRule>();
  #line = "";
  #fields: string[] = [];
  #rounds = 0;

  constructor(rules: readonly AwkRule[], out: (text: string) => void) {
    this.#rules = rules;
    this.#out = out;
  }

  set(name: string, text: string): void {
    this.#variables.set(name, { text });
  }

  begin(): void {
    this.#runAll("BEGIN");
  }

  line(text: string): void {
    this.#variables.set("NR", numberOf(this.#variables.get("NR") ?? 0) + 1);
    this.#variables.set("FNR", this.#variables.get("NR") ?? 0);
    this.#setLine(text);
    this.#runAll("line");
  }

  end(): number {
    if (!this.isDone) this.#runAll("END");
    return this.exitCode;
  }

  #runAll(when: AwkRule["when"]): void {
    for (const rule of this.#rules) {
      if (rule.when !== when || !this.#applies(rule)) continue;
      const flow = rule.body ? this.#block(rule.body) : this.#printLine();
      if (flow === "exit") this.isDone = true;
      if (flow !== "go on") return;
    }
  }

  #applies(rule: AwkRule): boolean {
    const { pattern, until } = rule;
    if (!pattern) return true;
    if (!until) return this.#truth(pattern);
    if (!this.#open.has(rule) && !this.#truth(pattern)) return false;
    this.#open.add(rule);
    if (this.#truth(until)) this.#open.delete(rule);
    return true;
  }

  #printLine(): Flow {
    this.#out(`${this.#line}${this.#textOf("ORS")}`);
    return "go on";
  }

  #block(statements: readonly AwkStatement[]): Flow {
    for (const statement of statements) {
      const flow = this.#do(statement);
      if (flow !== "go on") return flow;
    }
    return "go on";
  }

  #do(statement: AwkStatement): Flow {
    switch (statement.kind) {
      case "expression":
        this.#value(statement.expression);
        return "go on";
      case "print":
        return this.#print(statement);
      case "if":
        return this.#block(this.#truth(statement.test) ? statement.yes : statement.no);
      case "while":
        return this.#loop(() => this.#truth(statement.test), statement.body);
      case "for":
        if (statement.start) this.#value(statement.start);
        return this.#loop(
          () => !statement.test || this.#truth(statement.test),
          statement.body,
          () => statement.step && this.#value(statement.step),
        );
      case "each": {
        const keys = [...this.#array(statement.of).keys()];
        return this.#loop(() => {
          const key = keys.shift();
          if (key !== undefined) this.#variables.set(statement.variable, { text: key });
          return key !== undefined;
        }, statement.body);
      }
      case "delete":
        if (statement.keys.length === 0) this.#array(statement.name).clear();
        else this.#array(statement.name).delete(this.#key(statement.keys));
        return "go on";
      case "jump":
        if (statement.value) this.exitCode = numberOf(this.#value(statement.value)) & 255;
        return statement.to;
      default:
        throw unhandled(statement);
    }
  }

  #loop(goesOn: () => boolean, body: readonly AwkStatement[], step: () => unknown = () => undefined): Flow {
    while (goesOn()) {
      if (++this.#rounds > LOOP_ROUNDS_MAX) return "exit";
      const flow = this.#block(body);
      if (flow === "break") break;
      if (flow === "next" || flow === "exit") return flow;
      step();
    }
    return "go on";
  }

  #print({ values, isFormatted }: AwkStatement & { readonly kind: "print" }): Flow {
    if (values.length === 0) return this.#printLine();
    const texts = values.map((value) => textOfValue(this.#value(value)));
    const [format = "", ...rest] = texts;
    if (isFormatted) this.#out(formatPrintf(format.includes("%") ? format : format.replaceAll("%", "%%"), rest).text);
    else this.#out(texts.join(this.#textOf("OFS")) + this.#textOf("ORS"));
    return "go on";
  }

  #value(expression: AwkExpression): AwkValue {
    switch (expression.kind) {
      case "number":
      case "text":
        return expression.value;
      case "pattern":
        return Number(expression.pattern.test(this.#line));
      case "variable":
        return expression.name === "NF" ? this.#fields.length : (this.#variables.get(expression.name) ?? { text: "" });
      case "field":
        return this.#field(numberOf(this.#value(expression.index)));
      case "element":
        return this.#array(expression.name).get(this.#key(expression.keys)) ?? { text: "" };
      case "in":
        return Number(this.#array(expression.name).has(this.#key(expression.keys)));
      case "unary": {
        if (expression.operator === "!") return Number(!this.#truth(expression.of));
        const value = numberOf(this.#value(expression.of));
        return expression.operator === "-" ? -value : value;
      }
      case "binary":
        return this.#binary(expression);
      case "condition":
        return this.#value(this.#truth(expression.test) ? expression.yes : expression.no);
      case "assign":
        return this.#assign(expression);
      case "step": {
        const before = numberOf(this.#value(expression.to));
        this.#store(expression.to, before + expression.by);
        return expression.isPrefix ? before + expression.by : before;
      }
      case "call":
        return this.#call(expression.name, expression.arguments);
      default:
        throw unhandled(expression);
    }
  }

  #binary({ operator, left, right }: AwkExpression & { readonly kind: "binary" }): AwkValue {
    if (operator === "&&") return Number(this.#truth(left) && this.#truth(right));
    if (operator === "||") return Number(this.#truth(left) || this.#truth(right));
    if (operator === "~" || operator === "!~") {
      const isMatch = this.#regexOf(right)?.test(textOfValue(this.#value(left))) ?? false;
      return Number(isMatch === (operator === "~"));
    }
    const [a, b] = [this.#value(left), this.#value(right)];
    if (operator === " ") return textOfValue(a) + textOfValue(b);
    if (/^[<>=!]/.test(operator)) return Number(this.#compare(operator, a, b));
    return calculate(operator, numberOf(a), numberOf(b));
  }

  #compare(operator: string, a: AwkValue, b: AwkValue): boolean {
    const isNumeric = looksNumeric(a) && looksNumeric(b);
    const [left, right] = isNumeric ? [numberOf(a), numberOf(b)] : [textOfValue(a), textOfValue(b)];
    switch (operator) {
      case "<":
        return left < right;
      case "<=":
        return left <= right;
      case ">":
        return left > right;
      case ">=":
        return left >= right;
      case "==":
        return left === right;
      default:
        return left !== right;
    }
  }

  #assign({ operator, to, value }: AwkExpression & { readonly kind: "assign" }): AwkValue {
    const right = this.#value(value);
    const result =
      operator === "=" ? right : calculate(operator.slice(0, -1), numberOf(this.#value(to)), numberOf(right));
    this.#store(to, result);
    return result;
  }

  #store(to: AwkExpression, value: AwkValue): void {
    if (to.kind === "variable") {
      if (to.name === "NF") this.#setFields(this.#fields.slice(0, Math.max(0, numberOf(value))));
      else this.#variables.set(to.name, value);
    } else if (to.kind === "element") this.#array(to.name).set(this.#key(to.keys), value);
    else if (to.kind === "field") {
      const index = numberOf(this.#value(to.index));
      if (index === 0) return this.#setLine(textOfValue(value));
      const fields = [...this.#fields];
      while (fields.length < Math.min(index, 10_000)) fields.push("");
      fields[index - 1] = textOfValue(value);
      this.#setFields(fields);
    }
  }

  #setLine(text: string): void {
    this.#line = text;
    const separator = this.#textOf("FS");
    if (separator === " ") this.#fields = text.trim() === "" ? [] : text.trim().split(/\s+/);
    else if (text === "") this.#fields = [];
    else if (separator.length === 1) this.#fields = text.split(separator);
    else this.#fields = text.split(compileRegex(separator, { syntax: "extended" }) ?? separator);
  }

  #setFields(fields: string[]): void {
    this.#fields = fields;
    this.#line = fields.join(this.#textOf("OFS"));
  }

  #field(index: number): AwkValue {
    return { text: index === 0 ? this.#line : (this.#fields[index - 1] ?? "") };
  }

  #call(name: string, all: readonly AwkExpression[]): AwkValue {
    const text = (index: number): string => {
      const argument = all[index];
      return argument ? textOfValue(this.#value(argument)) : "";
    };
    const number = (index: number): number => {
      const argument = all[index];
      return argument ? numberOf(this.#value(argument)) : 0;
    };
    switch (name) {
      case "length": {
        const [first] = all;
        if (first?.kind === "variable" && this.#arrays.has(first.name)) return this.#array(first.name).size;
        return first ? text(0).length : this.#line.length;
      }
      case "substr": {
        const start = Math.round(number(1));
        const end = all.length > 2 ? start + Math.round(number(2)) : Infinity;
        return text(0).slice(Math.max(0, start - 1), Math.max(0, end - 1));
      }
      case "index":
        return text(0).indexOf(text(1)) + 1;
      case "toupper":
        return text(0).toUpperCase();
      case "tolower":
        return text(0).toLowerCase();
      case "int":
        return Math.trunc(number(0));
      case "sqrt":
        return Math.sqrt(number(0));
      case "sprintf":
        return formatPrintf(
          text(0),
          all.slice(1).map((_, index) => text(index + 1)),
        ).text;
      case "split":
        return this.#split(all, text(0));
      case "sub":
      case "gsub":
        return this.#substitute(all, { isGlobal: name === "gsub", replacement: text(1) });
      case "match": {
        const found = all[1] && this.#regexOf(all[1])?.exec(text(0));
        this.#variables.set("RSTART", found ? found.index + 1 : 0);
        this.#variables.set("RLENGTH", found ? found[0].length : -1);
        return found ? found.index + 1 : 0;
      }
      default:
        return "";
    }
  }

  #split(all: readonly AwkExpression[], text: string): number {
    const [, target, separator] = all;
    const by = separator ? textOfValue(this.#value(separator)) : this.#textOf("FS");
    const regex = by === " " ? /\s+/ : (compileRegex(by, { syntax: by.length === 1 ? "fixed" : "extended" }) ?? by);
    const parts = text === "" ? [] : (by === " " ? text.trim() : text).split(regex);
    if (target?.kind === "variable") {
      const array = this.#array(target.name);
      array.clear();
      for (const [index, part] of parts.entries()) array.set(String(index + 1), { text: part });
    }
    return parts.length;
  }

  #substitute(
    [pattern, , target]: readonly AwkExpression[],
    { isGlobal, replacement }: { readonly isGlobal: boolean; readonly replacement: string },
  ): number {
    const regex = pattern && this.#regexOf(pattern);
    const to: AwkExpression = target ?? { kind: "field", index: { kind: "number", value: 0 } };
    const before = textOfValue(this.#value(to));
    let count = 0;
    const global = regex && new RegExp(regex.source, "g");
    const changed = global
      ? before.replaceAll(global, (whole) => {
          if (count > 0 && !isGlobal) return whole;
          count++;
          return replacement.replaceAll(/\\&|&/g, (mark) => (mark === "&" ? whole : "&"));
        })
      : before;
    if (count > 0) this.#store(to, changed);
    return count;
  }

  #regexOf(expression: AwkExpression): RegExp | undefined {
    if (expression.kind === "pattern") return expression.pattern;
    return compileRegex(textOfValue(this.#value(expression)), { syntax: "extended" });
  }

  #truth(expression: AwkExpression): boolean {
    const value = this.#value(expression);
    if (typeof value === "number") return value !== 0;
    if (typeof value === "string") return value !== "";
    return looksNumeric(value) && value.text.trim() !== "" ? numberOf(value) !== 0 : value.text !== "";
  }

  #textOf(name: string): string {
    return textOfValue(this.#variables.get(name) ?? "");
  }

  #array(name: string): Map<string, AwkValue> {
    const known = this.#arrays.get(name);
    if (known) return known;
    const made = new Map<string, AwkValue>();
    this.#arrays.set(name, made);
    return made;
  }

  #key(keys: readonly AwkExpression[]): string {
    return keys.map((key) => textOfValue(this.#value(key))).join(KEY_SEPARATOR);
  }
}
