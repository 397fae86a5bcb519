import { CircleAlert, TriangleAlert } from "lucide-react";
import type { Problem } from "../protocol/protocol.ts";
import { isReviewed } from "../state/checking.ts";
import { activeFile, revealLine, useEditing } from "../state/editing.ts";
import { mend } from "../state/files.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { problemText } from "./problem-text.ts";
import { useShownProblems } from "./shown-problems.ts";

/** Lines of a list that is read by a person. */
const SHOWN_MAX = 50;

/** What is wrong with the active file, each with its line; a press shows the line. Where one change mends it, that is offered. */
export function ProblemList() {
  const message = useMessage();
  const file = useEditing((state) => activeFile(state));
  const problems = useShownProblems(file?.name ?? "");
  if (!file || problems.length === 0) return null;
  return (
    <ul className="problems" aria-label={message("editor.problemList")}>
      {problems.slice(0, SHOWN_MAX).map((problem, index) => (
        <ProblemLine key={index} problem={problem} line={lineAt(file.text, problem.from)} />
      ))}
    </ul>
  );
}

function ProblemLine({ problem, line }: { readonly problem: Problem; readonly line: number }) {
  const message = useMessage();
  const { file, severity, mends = [] } = problem;
  const Icon = severity === "error" ? CircleAlert : TriangleAlert;
  const [likely] = mends;
  return (
    <li className={severity === "warning" ? "problems__remark" : undefined}>
      <button type="button" onClick={() => revealLine({ file, line }, "edit")}>
        <Icon className="icon" aria-hidden="true" />
        <span>
          {problemText(message, problem)} <small>{message("editor.line", { line })}</small>
        </span>
      </button>
      {likely && (
        <button type="button" className="problems__mend" onClick={() => isReviewed(file) && mend(likely)}>
          {message("editor.mend.replace", { value: likely.reads })}
        </button>
      )}
    </li>
  );
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
