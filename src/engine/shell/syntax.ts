// What a command line says, as data. Read this first; lexer.ts and parser.ts make it, interpreter.ts does it.

/** A piece of a word. What is `isQuoted` is never split into several words. */
export type WordPart =
  | { readonly kind: "text"; readonly text: string; readonly isQuoted: boolean }
  | {
      readonly kind: "variable";
      readonly name: string;
      readonly otherwise?: VariableDefault;
      readonly isQuoted: boolean;
    }
  | { readonly kind: "substitution"; readonly script: Script; readonly isQuoted: boolean }
  | { readonly kind: "arithmetic"; readonly expression: string; readonly isQuoted: boolean };

/** `${X:-word}`, `${X:=word}`, `${X:+word}`, `${X:?word}`, `${#X}`, `${X%pattern}`, `${X#pattern}`. */
export type VariableDefault = {
  readonly operator: ":-" | ":=" | ":+" | ":?" | "length" | "%" | "%%" | "#" | "##";
  readonly word: Word;
};

export type Word = readonly WordPart[];

export type Redirection = {
  /** The descriptor that is redirected: 0, 1 or 2; "both" for `&>`. */
  readonly descriptor: 0 | 1 | 2 | "both";
  readonly operator: "<" | ">" | ">>" | ">&" | "<<" | "<<<";
  readonly target: Word;
};

export type Assignment = { readonly name: string; readonly value: Word };

export type Command =
  | {
      readonly kind: "simple";
      readonly assignments: readonly Assignment[];
      readonly words: readonly Word[];
      readonly redirections: readonly Redirection[];
    }
  | {
      readonly kind: "group";
      readonly body: Script;
      readonly isSubshell: boolean;
      readonly redirections: readonly Redirection[];
    }
  | {
      readonly kind: "for";
      readonly variable: string;
      readonly words: readonly Word[];
      readonly body: Script;
      readonly redirections: readonly Redirection[];
    }
  | {
      readonly kind: "while";
      readonly condition: Script;
      readonly goesOnWhile: "success" | "failure";
      readonly body: Script;
      readonly redirections: readonly Redirection[];
    }
  | {
      readonly kind: "if";
      readonly branches: readonly { readonly condition: Script; readonly body: Script }[];
      readonly otherwise: Script;
      readonly redirections: readonly Redirection[];
    };

export type Pipeline = { readonly commands: readonly Command[]; readonly isNegated: boolean };

/** A pipeline and what comes between it and the next: "&" is done as ";", since nothing waits in the background. */
export type ListItem = { readonly pipeline: Pipeline; readonly operator: ";" | "&&" | "||" };

export type Script = readonly ListItem[];

/** `near` is the token that has no place there; undefined when the line ends too early. */
export type SyntaxProblem = { readonly kind: "problem"; readonly near?: string; readonly unclosed?: string };
