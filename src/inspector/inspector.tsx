import { useMessage } from "../ui/i18n/message.tsx";
import { useSelection } from "../state/selection.ts";
import { useMoment, usePlayback } from "../state/playback-store.ts";
import { ObjectDetails } from "./object-details.tsx";
import { OutsideDetails } from "./outside-details.tsx";
import { RulesViewer } from "./rules-viewer.tsx";
import { StepDetails } from "./step-details.tsx";
import "./inspector.css";

/** What the person looks at, in full: the rules of a node, an object of the picture, else the current step. */
export function Inspector() {
  const message = useMessage();
  const { picked, rulesOf } = useSelection();
  return (
    <section className="inspector" tabIndex={-1} aria-label={message("inspector.title")}>
      {rulesOf !== undefined ? (
        <RulesViewer key={rulesOf} node={rulesOf} />
      ) : picked?.kind === "object" ? (
        <ObjectDetails object={picked.object} />
      ) : picked?.kind === "outside" ? (
        <OutsideDetails address={picked.address} />
      ) : (
        <CurrentStep />
      )}
    </section>
  );
}

function CurrentStep() {
  const message = useMessage();
  const playback = usePlayback();
  const moment = useMoment();
  if (playback !== undefined && moment !== undefined) return <StepDetails playback={playback} moment={moment} />;
  return (
    <div className="inspector__empty">
      <h2>{message("inspector.empty")}</h2>
      <p>{message("inspector.emptyHint")}</p>
    </div>
  );
}
