import { CircleAlert } from "lucide-react";
import type { Problem } from "../protocol/protocol.ts";
import { activeFile, revealLine, useEditing } from "../state/editing.ts";
import { useMessage } from "../ui/i18n/message.tsx";

const NONE: readonly Problem[] = [];
/** Lines of a list that is read by a person. */
const SHOWN_MAX = 50;

/** What the API server says of the active file, each with its line; a press shows the line. */
export function ProblemList() {
  const message = useMessage();
  const file = useEditing((state) => activeFile(state));
  const problems = useEditing((state) => state.problems[activeFile(state)?.name ?? ""]) ?? NONE;
  if (!file || problems.length === 0) return null;
  return (
    <ul className="problems" aria-label={message("editor.problemList")}>
      {problems.slice(0, SHOWN_MAX).map((problem, index) => {
        const line = lineAt(file.text, problem.from);
        return (
          <li key={index}>
            <button type="button" onClick={() => revealLine({ file: file.name, line }, "edit")}>
              <CircleAlert className="icon" aria-hidden="true" />
              <span>
                {problem.message} <small>{message("editor.line", { line })}</small>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
