import { useMessage } from "../ui/i18n/message.tsx";
import { showDifference, useComparing } from "./comparing.ts";
import { useCurrentInSight } from "./current-in-sight.ts";
import { DifferenceText } from "./difference-text.tsx";

/** Every place where two requests part, each a sentence that leads there. */
export default function DifferenceList() {
  const comparing = useComparing();
  const message = useMessage();
  const list = useCurrentInSight<HTMLOListElement>(String(comparing?.at));
  if (comparing === undefined) return null;
  if (comparing.differences.length === 0) return <p className="strip__empty">{message("compare.none")}</p>;
  return (
    <ol className="differences" aria-label={message("compare.all")} ref={list}>
      {comparing.differences.map((difference, index) => (
        <li key={index} className={index === comparing.at ? "is-now" : ""}>
          <button
            type="button"
            aria-current={index === comparing.at ? "true" : undefined}
            onClick={() => showDifference(comparing, index)}
          >
            <span className="differences__number">{index + 1}</span>
            <span>
              <DifferenceText difference={difference} />
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
