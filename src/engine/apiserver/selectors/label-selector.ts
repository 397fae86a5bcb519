// Label selectors as text ("app=web,tier in (a,b),!old"). As apimachinery's pkg/labels/selector.go reads them.
import { invalid, printFieldError } from "../validation/field-error.ts";
import { labelKeyProblems, labelValueProblems } from "../validation/names.ts";

type Operator = "in" | "notin" | "=" | "==" | "!=" | "exists" | "!" | "gt" | "lt";

export type LabelRequirement = {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
};

/** All must hold; none is everything. */
export type ParsedLabelSelector = { readonly requirements: readonly LabelRequirement[] } | { readonly problem: string };

type Token = { readonly kind: "end" | "word" | "symbol" | "error"; readonly text: string };

/** Reads a selector; the problem is in the words of the Go parser. */
export function parseLabelSelector(text: string): ParsedLabelSelector {
  const parser = new Parser(tokensOf(text));
  const requirements = parser.parse();
  return "problem" in parser && parser.problem !== undefined
    ? { problem: parser.problem }
    : { requirements: requirements.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)) };
}

/** Whether the labels meet all of the requirements. */
export function matchesLabels(
  requirements: readonly LabelRequirement[],
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  return requirements.every((requirement) => meets(requirement, labels?.[requirement.key]));
}

function meets({ operator, values }: LabelRequirement, value: string | undefined): boolean {
  switch (operator) {
    case "in":
    case "=":
    case "==":
      return value !== undefined && values.includes(value);
    case "notin":
    case "!=":
      return value === undefined || !values.includes(value);
    case "exists":
      return value !== undefined;
    case "!":
      return value === undefined;
    default: {
      if (value === undefined || !/^[+-]?\d+$/.test(value)) return false;
      const bound = Number(values[0]);
      return operator === "gt" ? Number(value) > bound : Number(value) < bound;
    }
  }
}

class Parser {
  problem: string | undefined;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    while (this.#peek.kind !== "end" && this.problem === undefined) {
      if (!this.#startsRequirement()) {
        this.#fail(`found '${this.#peek.text}', expected: !, identifier, or 'end of string'`);
        break;
      }
      const requirement = this.#requirement();
      if (!requirement) {
        this.problem = `unable to parse requirement: ${this.problem ?? ""}`;
        break;
      }
      requirements.push(requirement);
      const next = this.#take();
      if (next.kind === "end") break;
      if (next.text !== ",") this.#fail(`found '${next.text}', expected: ',' or 'end of string'`);
      else if (!this.#startsRequirement()) this.#fail(`found '${this.#peek.text}', expected: identifier after ','`);
    }
    return requirements;
  }

  get #peek(): Token {
    return this.#tokens[this.#at] ?? END;
  }

  #take(): Token {
    const token = this.#peek;
    this.#at++;
    return token;
  }

  #startsRequirement(): boolean {
    return this.#peek.kind === "word" || this.#peek.text === "!";
  }

  #requirement(): LabelRequirement | undefined {
    const isNegated = this.#peek.text === "!" && this.#peek.kind === "symbol";
    if (isNegated) this.#take();
    const key = this.#take();
    if (key.kind !== "word") return this.#fail(`found '${key.text}', expected: identifier`);
    const wrong = labelKeyProblems(key.text);
    if (wrong.length > 0) return this.#fail(printFieldError(invalid("<nil>", key.text, wrong.join("; "))));
    const isBare = this.#peek.kind === "end" || this.#peek.text === ",";
    if (isNegated) return { key: key.text, operator: "!", values: [] };
    if (isBare) return { key: key.text, operator: "exists", values: [] };
    const operator = this.#operator();
    if (!operator) return undefined;
    const values = operator === "in" || operator === "notin" ? this.#values() : this.#exactValue();
    return values && this.#checked({ key: key.text, operator, values: [...new Set(values)].toSorted() });
  }

  #operator(): Operator | undefined {
    const { text } = this.#take();
    const operator = OPERATORS[text];
    return operator ?? this.#fail(`found '${text}', expected: in, notin, =, ==, !=, gt, lt`);
  }

  #values(): string[] | undefined {
    const open = this.#take();
    if (open.text !== "(") return this.#fail(`found '${open.text}' expected: '('`);
    const values: string[] = [];
    let isValueDue = true;
    for (;;) {
      const token = this.#take();
      if (token.text === ")" && token.kind === "symbol") {
        if (isValueDue) values.push("");
        return values;
      }
      if (token.text === "," && token.kind === "symbol") {
        if (isValueDue) values.push("");
        isValueDue = true;
      } else if (token.kind === "word" && isValueDue) {
        values.push(token.text);
        isValueDue = false;
      } else if (!isValueDue) return this.#fail(`found '${token.text}', expected: ',' or ')'`);
      else return this.#fail(`found '${token.text}', expected: ',', or identifier`);
    }
  }

  #exactValue(): string[] | undefined {
    if (this.#peek.kind === "end" || this.#peek.text === ",") return [""];
    const value = this.#take();
    return value.kind === "word" ? [value.text] : this.#fail(`found '${value.text}', expected: identifier`);
  }

  #checked(requirement: LabelRequirement): LabelRequirement | undefined {
    const isOrdered = requirement.operator === "gt" || requirement.operator === "lt";
    for (const [index, value] of requirement.values.entries()) {
      const field = `values[${index}]`;
      if (isOrdered && !/^[+-]?\d+$/.test(value)) {
        const why = "for 'Gt', 'Lt' operators, the value must be an integer";
        return this.#fail(printFieldError(invalid(field, value, why)));
      }
      const wrong = labelValueProblems(value);
      if (wrong.length > 0) {
        return this.#fail(printFieldError(invalid(`${field}[${requirement.key}]`, value, wrong.join("; "))));
      }
    }
    return requirement;
  }

  #fail(problem: string): undefined {
    this.problem ??= problem;
  }
}

const END: Token = { kind: "end", text: "" };
const OPERATORS: Readonly<Record<string, Operator>> = {
  in: "in",
  notin: "notin",
  "=": "=",
  "==": "==",
  "!=": "!=",
  ">": "gt",
  "<": "lt",
};

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [found] of text.matchAll(/==|!=|[=!(),<>]|[^\s=!(),<>]+/g)) {
    tokens.push({ kind: /^[=!(),<>]/.test(found) ? "symbol" : "word", text: found });
  }
  return tokens;
}
