import type { RuleStep, Trace } from "../engine/trace/trace.ts";
import { sendWithDraws, useCurrentRequest } from "../state/requests.ts";
import { Message, useMessage } from "../ui/i18n/message.tsx";
import { withOtherDraw } from "./draws.ts";

type Draw = NonNullable<RuleStep["draw"]>;

/** The number drawn against the rule's probability; drag it, and the request goes out again with that number. */
export function DrawLine({
  trace,
  step,
  draw,
}: {
  readonly trace: Trace;
  readonly step: RuleStep;
  readonly draw: Draw;
}) {
  const message = useMessage();
  const request = useCurrentRequest();
  const { probability, drawn } = draw;
  const values = { drawn: <b>{drawn.toFixed(2)}</b>, limit: Math.round(probability * 100) / 100 };
  const share = `${(probability * 100).toFixed(1)}%`;
  const send = (input: HTMLInputElement) => {
    const asked = Number(input.value);
    if (request !== undefined && Math.abs(asked - drawn) > 0.004)
      void sendWithDraws(request, withOtherDraw(trace, step, asked));
  };
  return (
    <span className="draw">
      <span className="draw__line">
        <i className="draw__share" style={{ width: share }} />
        <i className="draw__limit" style={{ left: share }} />
        <input
          key={drawn}
          type="range"
          min={0}
          max={0.99}
          step={0.01}
          defaultValue={drawn}
          aria-label={message("inspector.ifDrawn")}
          title={message("inspector.ifDrawn")}
          onPointerUp={(event) => send(event.currentTarget)}
          onKeyUp={(event) => event.key === "Enter" && send(event.currentTarget)}
          onBlur={(event) => send(event.currentTarget)}
        />
      </span>
      <span>
        <Message id={step.matched ? "inspector.drewBelow" : "inspector.drewAbove"} values={values} />
      </span>
    </span>
  );
}
