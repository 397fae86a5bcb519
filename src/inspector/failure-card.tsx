import { Check, OctagonX, X } from "lucide-react";
import type { Diagnosis, Fix } from "../engine/diagnosis/diagnosis.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { revealLine, useEditing } from "../state/editing.ts";
import { applyFix, lineChange } from "../state/mending.ts";
import { Button } from "../ui/controls/button.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { diagnosisText, failureTitle, proofText } from "./diagnosis-text.tsx";
import type { Failure } from "./diagnosis-text.tsx";

/** Why the request failed: the cause, what proves it, the field to change. */
export function FailureCard(props: {
  readonly trace: Trace;
  readonly outcome: Failure;
  readonly diagnosis: Diagnosis | undefined;
}) {
  const message = useMessage();
  const { trace, outcome, diagnosis } = props;
  useEditing((state) => state.outlines);
  const firstWritten = diagnosis?.fixes.findIndex((fix) => lineChange(fix) !== undefined);
  return (
    <article className="card">
      <div className="card__head">
        <OctagonX aria-hidden="true" />
        <div>
          <h2>{failureTitle(trace, outcome)}</h2>
          <code>{diagnosis?.code ?? outcome.cause.code}</code>
        </div>
      </div>
      {diagnosis && (
        <div className="card__row">
          <h3>{message("diagnosis.cause")}</h3>
          <p>{diagnosisText(diagnosis)}</p>
        </div>
      )}
      {diagnosis && diagnosis.proof.length > 0 && (
        <div className="card__row">
          <h3>{message("diagnosis.proof")}</h3>
          <ul className="proof">
            {diagnosis.proof.map((proof) => (
              <li key={proof.code}>
                {proof.holds ? (
                  <Check className="icon" aria-hidden="true" />
                ) : (
                  <X className="icon" aria-hidden="true" />
                )}
                <span>{proofText(proof)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {diagnosis?.fixes.map((fix, index) => (
        <FixRow
          key={`${fix.path} ${JSON.stringify(fix.to)}`}
          fix={fix}
          look={index === firstWritten ? "primary" : "plain"}
        />
      ))}
      <div className="card__row">
        <h3>{message("diagnosis.said")}</h3>
        <p className="raw raw--strong">{outcome.stderr}</p>
      </div>
    </article>
  );
}

function FixRow({ fix, look }: { readonly fix: Fix; readonly look: "primary" | "plain" }) {
  const message = useMessage();
  const change = lineChange(fix);
  return (
    <div className="card__row">
      <h3>{message("diagnosis.field", { path: fix.path })}</h3>
      <div className="diff">
        <span className="diff__at">
          {change
            ? message("common.fileLine", { file: change.file, line: change.line })
            : `${fix.object.kind} ${fix.object.name}`}
        </span>
        <span className="is-out">- {change?.before ?? valueText(fix.path, fix.from)}</span>
        <span className="is-in">
          + {change?.written ?? (fix.to === undefined ? message("diagnosis.remove") : valueText(fix.path, fix.to))}
        </span>
      </div>
      {change && (
        <div className="card__actions">
          <Button look={look} onClick={() => void applyFix(fix)}>
            {message("diagnosis.change")}
          </Button>
          <Button onClick={() => revealLine(change)}>{message("diagnosis.showLine", { line: change.line })}</Button>
        </div>
      )}
    </div>
  );
}

function valueText(path: string, value: Fix["from"]): string {
  const key = path.slice(path.lastIndexOf(".") + 1);
  return value === undefined ? `${key}:` : `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`;
}
