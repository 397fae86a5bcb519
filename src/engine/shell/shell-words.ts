import type { SyntaxProblem } from "./syntax.ts";
import type { ToolPlace } from "./tool.ts";

/** What the place's shell says of a name that it does not find: bash, dash and BusyBox' ash have their own words. */
export function notFoundText(name: string, { userland }: ToolPlace): string {
  const isPath = name.includes("/");
  switch (userland) {
    case "workstation":
      return isPath ? `bash: ${name}: No such file or directory` : `bash: ${name}: command not found`;
    case "toolbox":
      return `sh: 1: ${name}: not found`;
    default:
      return `sh: ${name}: not found`;
  }
}

/** What the place's shell says of a line that it cannot read. */
export function syntaxProblemText({ near, unclosed }: SyntaxProblem, { userland }: ToolPlace): string {
  switch (userland) {
    case "workstation":
      if (unclosed !== undefined) return `bash: unexpected EOF while looking for matching \`${unclosed}'`;
      if (near === undefined) return "bash: syntax error: unexpected end of file";
      return `bash: syntax error near unexpected token \`${near}'`;
    case "toolbox":
      if (unclosed !== undefined) return "sh: 1: Syntax error: Unterminated quoted string";
      if (near === undefined) return "sh: 1: Syntax error: end of file unexpected";
      return `sh: 1: Syntax error: ${near === "newline" ? "newline" : `"${near}"`} unexpected`;
    default:
      if (unclosed !== undefined) return "sh: syntax error: unterminated quoted string";
      if (near === undefined) return "sh: syntax error: unexpected end of file";
      return `sh: syntax error: unexpected ${near === "newline" ? "newline" : `"${near}"`}`;
  }
}
