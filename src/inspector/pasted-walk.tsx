import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import type { RuleStep } from "../engine/trace/trace.ts";
import type { PastedPacket, PastedWalk } from "../engine/walk-pasted.ts";
import { ask, Refusal } from "../state/engine-link.ts";
import { destinationText, sourceText } from "../state/trace-names.ts";
import { Button } from "../ui/controls/button.tsx";
import { Dialog } from "../ui/controls/dialog.tsx";
import { Select } from "../ui/controls/select.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { usePasted } from "./pasted-store.ts";
import { RuleText } from "./rule-line.tsx";

/** A packet through rules that were pasted from a real node. */
export default function PastedWalkDialog() {
  const message = useMessage();
  const isOpen = usePasted((state) => state.isOpen);
  return (
    <Dialog
      title={message("pasted.title")}
      side="wide"
      isOpen={isOpen}
      onOpenChange={(open) => usePasted.setState({ isOpen: open })}
    >
      <PastedForm />
    </Dialog>
  );
}

function PastedForm() {
  const message = useMessage();
  const { rules, packet, walk } = usePasted();
  return (
    <form
      className="pasted"
      onSubmit={(event) => {
        event.preventDefault();
        void runWalk();
      }}
    >
      <textarea
        className="mono"
        rows={8}
        spellCheck={false}
        value={rules}
        aria-label={message("pasted.rules")}
        placeholder={message("pasted.hint")}
        onChange={(event) => usePasted.setState({ rules: event.target.value, walk: undefined })}
      />
      <PacketFields packet={packet} />
      <div className="pasted__buttons">
        <Button look="primary" type="submit" disabled={rules.trim() === ""}>
          {message("pasted.walk")}
        </Button>
        <Button onClick={() => void drawAgain()} disabled={!walk?.rules.some(({ draw }) => draw)}>
          {message("inspector.drawAgain")}
        </Button>
      </div>
      {walk && <WalkResult walk={walk} />}
    </form>
  );
}

function PacketFields({ packet }: { readonly packet: PastedPacket }) {
  const message = useMessage();
  const set = (changed: Partial<PastedPacket>) =>
    usePasted.setState({ packet: { ...packet, ...changed }, walk: undefined });
  return (
    <div className="pasted__packet">
      <Labelled text={message("pasted.protocol")}>
        <Select
          label={message("pasted.protocol")}
          className="picker pasted__select"
          value={packet.protocol}
          groups={[{ options: (["tcp", "udp", "icmp"] as const).map((value) => ({ value, text: value })) }]}
          onChange={(value) => set({ protocol: value as PastedPacket["protocol"] })}
        />
      </Labelled>
      <TextField text={message("inspector.source")} value={packet.source} onChange={(source) => set({ source })} />
      <TextField
        text={message("inspector.destination")}
        value={packet.destination}
        onChange={(destination) => set({ destination })}
      />
      <TextField
        text={message("inspector.destinationPort")}
        value={String(packet.port)}
        onChange={(port) => set({ port: Number(port.replaceAll(/\D/g, "")) })}
      />
      <TextField text={message("pasted.in")} value={packet.in} onChange={(name) => set({ in: name })} />
      <TextField text={message("pasted.out")} value={packet.out} onChange={(out) => set({ out })} />
      <TextField
        text={message("pasted.local")}
        value={packet.local.join(", ")}
        onChange={(text) => set({ local: text.split(/[\s,]+/).filter(Boolean) })}
      />
    </div>
  );
}

function Labelled({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <span className="pasted__field">
      <span aria-hidden="true">{text}</span>
      {children}
    </span>
  );
}

function TextField(props: {
  readonly text: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <label className="pasted__field">
      <span>{props.text}</span>
      <input
        className="mono"
        value={props.value}
        spellCheck={false}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </label>
  );
}

function WalkResult({ walk }: { readonly walk: PastedWalk }) {
  const message = useMessage();
  const { verdict, header, rules, problems, unknown, wrong } = walk;
  if (wrong !== undefined) return <p role="alert">{message(`pasted.wrong.${wrong}`)}</p>;
  return (
    <section className="pasted__result" aria-label={message("pasted.result")}>
      <p role="status">
        <b className={verdict === "accept" ? "is-deliver" : "is-reject"}>{message(`pasted.${verdict}`)}</b>
        {header && (
          <span className="mono">
            {" "}
            {sourceText(header)} → {destinationText(header)}
          </span>
        )}
      </p>
      {unknown.length > 0 && <p className="is-reject">{message("pasted.unknown", { what: unknown.join(", ") })}</p>}
      {problems.slice(0, PROBLEMS_SHOWN_MAX).map(({ line, message: what }) => (
        <p key={line} className="is-reject">
          {message("pasted.line", { line, what })}
        </p>
      ))}
      <ol className="pasted__rules">
        {rules.map((step, index) => (
          <RuleLine key={index} step={step} isNewChain={step.chain !== rules[index - 1]?.chain} />
        ))}
      </ol>
      {rules.length === 0 && <p>{message("pasted.noRule")}</p>}
    </section>
  );
}

const PROBLEMS_SHOWN_MAX = 10;

function RuleLine({ step, isNewChain }: { readonly step: RuleStep; readonly isNewChain: boolean }) {
  const message = useMessage();
  const Icon = step.matched ? Check : Minus;
  return (
    <li className={`rule ${step.matched ? "is-hit" : ""}`}>
      <Icon className="icon" aria-hidden="true" />
      <code>
        {isNewChain && (
          <span className="pasted__chain">
            {step.table} {step.chain}
          </span>
        )}
        <span className="hidden-text">{message(step.matched ? "inspector.matched" : "inspector.notMatched")}</span>
        <RuleText rule={step.rule} isLit={step.matched} />
        {step.draw && (
          <em>
            {step.draw.drawn.toFixed(2)} {step.matched ? "<" : "≥"} {step.draw.probability.toFixed(2)}
          </em>
        )}
      </code>
    </li>
  );
}

async function drawAgain(): Promise<void> {
  const { packet } = usePasted.getState();
  usePasted.setState({ packet: { ...packet, seed: packet.seed + 1 } });
  await runWalk();
}

async function runWalk(): Promise<void> {
  const { rules, packet } = usePasted.getState();
  try {
    const { walk } = await ask("walk", { rules, packet });
    usePasted.setState({ walk });
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
  }
}
