import { Check, OctagonX, TriangleAlert, X } from "lucide-react";
import { useEffect, useState } from "react";
import type { Diagnosis, Fix } from "../engine/diagnosis/diagnosis.ts";
import type { Outcome, Trace } from "../engine/trace/trace.ts";
import { revealLine, useEditing } from "../state/editing.ts";
import { applyMend, mendOf, patchCommand } from "../state/mending.ts";
import type { Mend } from "../state/mending.ts";
import { sendTo } from "../state/requests.ts";
import { runInShell } from "../state/shells.ts";
import { Button } from "../ui/controls/button.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { diagnosisText, failureTitle, proofText } from "./diagnosis-text.tsx";

/** Why the request failed, or was not answered as meant: the cause, what proves it, the field to change. */
export function FailureCard(props: {
  readonly trace: Trace;
  readonly outcome: Outcome;
  readonly diagnosis: Diagnosis | undefined;
}) {
  const message = useMessage();
  const { trace, outcome, diagnosis } = props;
  const isAnswered = outcome.kind === "answered";
  const code = diagnosis?.code ?? (isAnswered ? undefined : outcome.cause.code);
  return (
    <article className="card">
      <div className="card__head">
        {isAnswered ? <TriangleAlert aria-hidden="true" /> : <OctagonX aria-hidden="true" />}
        <div>
          <h2>{isAnswered ? message("diagnosis.answeredOtherwise") : failureTitle(trace, outcome)}</h2>
          <code>{code}</code>
        </div>
      </div>
      {diagnosis && (
        <div className="card__row">
          <h3>{message("diagnosis.cause")}</h3>
          <p>{diagnosisText(diagnosis)}</p>
        </div>
      )}
      {diagnosis && <ProofRow diagnosis={diagnosis} />}
      {diagnosis?.instead !== undefined && <InsteadRow trace={trace} url={diagnosis.instead} />}
      {diagnosis?.fixes.map((fix, index) => (
        <FixRow
          key={`${fix.path} ${JSON.stringify(fix.to)}`}
          fix={fix}
          look={index === 0 && diagnosis.instead === undefined ? "primary" : "plain"}
        />
      ))}
      {!isAnswered && (
        <div className="card__row">
          <h3>{message("diagnosis.said")}</h3>
          <p className="raw raw--strong">{outcome.stderr}</p>
        </div>
      )}
    </article>
  );
}

function ProofRow({ diagnosis }: { readonly diagnosis: Diagnosis }) {
  const message = useMessage();
  if (diagnosis.proof.length === 0) return null;
  return (
    <div className="card__row">
      <h3>{message("diagnosis.proof")}</h3>
      <ul className="proof">
        {diagnosis.proof.map((proof) => (
          <li key={proof.code}>
            {proof.holds ? <Check className="icon" aria-hidden="true" /> : <X className="icon" aria-hidden="true" />}
            <span>{proofText(proof)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The request was at fault: the one that was meant. */
function InsteadRow({ trace, url }: { readonly trace: Trace; readonly url: string }) {
  const message = useMessage();
  return (
    <div className="card__row">
      <h3>{message("diagnosis.instead")}</h3>
      <p className="raw raw--strong">{url}</p>
      <div className="card__actions">
        <Button look="primary" onClick={() => void sendTo(trace.request.from, url)}>
          {message("diagnosis.ask")}
        </Button>
      </div>
    </div>
  );
}

function FixRow({ fix, look }: { readonly fix: Fix; readonly look: "primary" | "plain" }) {
  const message = useMessage();
  const mend = useMend(fix);
  const command = mend === undefined ? patchCommand(fix) : undefined;
  return (
    <div className="card__row">
      <h3>{message("diagnosis.field", { path: fix.path })}</h3>
      <div className="diff">
        <span className="diff__at">
          {mend
            ? message("common.fileLine", { file: mend.file, line: mend.line })
            : `${fix.object.kind} ${fix.object.name}`}
        </span>
        <ChangeLines fix={fix} mend={mend ?? undefined} />
      </div>
      {mend && (
        <div className="card__actions">
          <Button look={look} onClick={() => void applyMend(mend)}>
            {message("diagnosis.change")}
          </Button>
          <Button onClick={() => revealLine(mend)}>{message("diagnosis.showLine", { line: mend.line })}</Button>
        </div>
      )}
      {command !== undefined && (
        <div className="card__actions">
          <Button look={look} title={command} onClick={() => runInShell(command)}>
            {message("diagnosis.patch")}
          </Button>
        </div>
      )}
    </div>
  );
}

function ChangeLines({ fix, mend }: { readonly fix: Fix; readonly mend: Mend | undefined }) {
  const message = useMessage();
  const removed = mend?.removed ?? (fix.from === undefined ? [] : [valueText(fix.path, fix.from)]);
  const written = mend?.written ?? (fix.to === undefined ? [] : [valueText(fix.path, fix.to)]);
  return (
    <>
      {removed.map((line) => (
        <span key={`- ${line}`} className="is-out">
          - {line.trim()}
        </span>
      ))}
      {written.map((line) => (
        <span key={`+ ${line}`} className="is-in">
          + {line.trim()}
        </span>
      ))}
      {written.length === 0 && <span className="is-in">+ {message("diagnosis.remove")}</span>}
    </>
  );
}

/** The fix as a change of the files; null while it is looked for, undefined when no file can have it. */
function useMend(fix: Fix): Mend | undefined | null {
  const files = useEditing((state) => state.files);
  const [mend, setMend] = useState<Mend | undefined | null>(null);
  useEffect(() => {
    let isStale = false;
    void mendOf(fix, files).then((found) => {
      if (!isStale) setMend(found);
    });
    return () => {
      isStale = true;
    };
  }, [fix, files]);
  return mend;
}

function valueText(path: string, value: Fix["from"]): string {
  const key = path.slice(path.lastIndexOf(".") + 1);
  return value === undefined ? `${key}:` : `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`;
}
