// What an awk program says, as data. Read this first; awk-parser.ts makes it, awk.ts does it.

export type AwkExpression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "pattern"; readonly pattern: RegExp }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "field"; readonly index: AwkExpression }
  | { readonly kind: "element"; readonly name: string; readonly keys: readonly AwkExpression[] }
  | { readonly kind: "in"; readonly keys: readonly AwkExpression[]; readonly name: string }
  | { readonly kind: "unary"; readonly operator: "!" | "-" | "+"; readonly of: AwkExpression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: AwkExpression; readonly right: AwkExpression }
  | {
      readonly kind: "condition";
      readonly test: AwkExpression;
      readonly yes: AwkExpression;
      readonly no: AwkExpression;
    }
  | { readonly kind: "assign"; readonly operator: string; readonly to: AwkExpression; readonly value: AwkExpression }
  | { readonly kind: "step"; readonly to: AwkExpression; readonly by: 1 | -1; readonly isPrefix: boolean }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly AwkExpression[] };

export type AwkStatement =
  | { readonly kind: "expression"; readonly expression: AwkExpression }
  | { readonly kind: "print"; readonly values: readonly AwkExpression[]; readonly isFormatted: boolean }
  | {
      readonly kind: "if";
      readonly test: AwkExpression;
      readonly yes: readonly AwkStatement[];
      readonly no: readonly AwkStatement[];
    }
  | { readonly kind: "while"; readonly test: AwkExpression; readonly body: readonly AwkStatement[] }
  | {
      readonly kind: "for";
      readonly start: AwkExpression | undefined;
      readonly test: AwkExpression | undefined;
      readonly step: AwkExpression | undefined;
      readonly body: readonly AwkStatement[];
    }
  | { readonly kind: "each"; readonly variable: string; readonly of: string; readonly body: readonly AwkStatement[] }
  | { readonly kind: "delete"; readonly name: string; readonly keys: readonly AwkExpression[] }
  | {
      readonly kind: "jump";
      readonly to: "next" | "break" | "continue" | "exit";
      readonly value: AwkExpression | undefined;
    };

export type AwkRule = {
  readonly when: "BEGIN" | "END" | "line";
  readonly pattern: AwkExpression | undefined;
  readonly until: AwkExpression | undefined;
  /** Absent: the line is printed. */
  readonly body: readonly AwkStatement[] | undefined;
};
