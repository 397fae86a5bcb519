import { Check, ChevronRight, Minus, X } from "lucide-react";
import { useState } from "react";
import type { Hop, RuleStep, Step, Trace } from "../engine/trace/trace.ts";
import { goToPlace } from "../state/playback-store.ts";
import type { Moment } from "../state/playback.ts";
import { showRules } from "../state/selection.ts";
import { shortChainName } from "../ui/short-name.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { DrawLine } from "./draw-line.tsx";
import { Block } from "./head.tsx";
import { RuleText } from "./rule-line.tsx";
import { hookOf, runsOf, walkedChains } from "./rules-model.ts";
import type { WalkedChain } from "./rules-model.ts";
import { useExplained } from "./use-explained.ts";

type RulesProps = {
  readonly trace: Trace;
  readonly moment: Moment;
  readonly hop: Hop;
  readonly steps: readonly Step[];
};

/** The rules that the packet met at this hook, chain by chain: matched lit, the others dimmed. */
export function RulesBlock({ trace, moment, hop, steps }: RulesProps) {
  const message = useMessage();
  const explained = useExplained({ trace, packet: moment.packet, hop: moment.hop });
  const hook = hookOf(moment, hop.steps);
  const isAboutRules = steps.some(
    ({ kind }) => kind === "rule" || kind === "rewrite" || kind === "reject" || kind === "policy",
  );
  if (hook === undefined || !isAboutRules || !moment.host.startsWith("node ")) return null;
  const own = hop.steps.filter((step): step is RuleStep => step.kind === "rule");
  const chains = walkedChains(explained ?? own, hook);
  const current = currentChains(chains, steps);
  const isCurrent = ({ table, chain }: WalkedChain) => current.has(`${table} ${chain}`);
  if (chains.length === 0) return null;
  const node = moment.host.slice("node ".length);
  const jump = (name: string) => {
    const walked = chains.find(({ chain }) => chain === name);
    if (walked === undefined) showRules(node, name);
    else goToChain(moment, hop, walked);
  };
  return (
    <Block
      title={message("inspector.rulesWalked")}
      note={
        <button type="button" className="line-link" onClick={() => showRules(node)}>
          {message("inspector.iptablesSave")}
        </button>
      }
    >
      <Crumbs chains={chains} isCurrent={isCurrent} onGo={(chain) => goToChain(moment, hop, chain)} />
      {chains.filter(isCurrent).map((chain) => (
        <Chain key={`${chain.table} ${chain.chain}`} trace={trace} chain={chain} onJump={jump} />
      ))}
    </Block>
  );
}

/** The chains that the step is about: its own, or those that led to its rewrite; all of them when it names none. */
function currentChains(chains: readonly WalkedChain[], steps: readonly Step[]): ReadonlySet<string> {
  const names = chains.map(({ table, chain }) => `${table} ${chain}`);
  const no = steps.find((step) => step.kind === "rule" && (step.verdict === "REJECT" || step.verdict === "DROP"));
  if (no?.kind === "rule") return new Set([`${no.table} ${no.chain}`]);
  const own = steps.flatMap((step) => (step.kind === "rule" ? [`${step.table} ${step.chain}`] : []));
  if (own.length > 0) return new Set(own);
  const led = names.filter((name) => /^nat KUBE-(SVC|SVL|SEP|EXT|FW)-/.test(name));
  return new Set(led.length > 0 ? led : names);
}

function goToChain(moment: Moment, hop: Hop, { table, chain }: WalkedChain): void {
  const step = hop.steps.findIndex((one) => one.kind === "rule" && one.table === table && one.chain === chain);
  if (step >= 0) goToPlace({ packet: moment.packet, hop: moment.hop, step });
}

function Crumbs(props: {
  readonly chains: readonly WalkedChain[];
  isCurrent(chain: WalkedChain): boolean;
  onGo(chain: WalkedChain): void;
}) {
  return (
    <p className="crumbs">
      {props.chains.map((chain, index) => (
        <span key={`${chain.table} ${chain.chain}`}>
          {index > 0 && <ChevronRight className="icon" aria-hidden="true" />}
          <button
            type="button"
            title={chain.chain}
            aria-current={props.isCurrent(chain)}
            onClick={() => props.onGo(chain)}
          >
            {shortChainName(chain.chain)}
          </button>
        </span>
      ))}
    </p>
  );
}

type OnJump = (chain: string) => void;

function Chain({
  trace,
  chain,
  onJump,
}: {
  readonly trace: Trace;
  readonly chain: WalkedChain;
  readonly onJump: OnJump;
}) {
  const message = useMessage();
  const [isOpen, setOpen] = useState(false);
  const isPicking = /^KUBE-(SVC|SVL)-/.test(chain.chain);
  const note = isPicking ? "inspector.pickEndpoint" : "inspector.rewriteChain";
  return (
    <div className="chain">
      <p className="chain__name">
        {chain.chain}
        <span>{isPicking || chain.chain.startsWith("KUBE-SEP-") ? message(note) : chain.table}</span>
      </p>
      <ol>
        {runsOf(chain.rules).map((run, index) =>
          run.isFolded && !isOpen ? (
            <li key={index}>
              <button type="button" className="line-link chain__more" onClick={() => setOpen(true)}>
                {message("inspector.showSkipped", { count: run.rules.length })}
              </button>
            </li>
          ) : (
            run.rules.map((rule, at) => <Rule key={`${index}.${at}`} trace={trace} step={rule} onJump={onJump} />)
          ),
        )}
        <SkippedNote chain={chain} />
      </ol>
    </div>
  );
}

/** Before the engine has listed them, the unmatched are a number. */
function SkippedNote({ chain }: { readonly chain: WalkedChain }) {
  const message = useMessage();
  const isListed = chain.rules.some(({ matched, draw }) => !matched && draw === undefined);
  const count = isListed ? 0 : chain.rules.reduce((sum, { skipped }) => sum + skipped, 0);
  return count === 0 ? null : <li className="rule__note">{message("inspector.skipped", { count })}</li>;
}

function Rule({ trace, step, onJump }: { readonly trace: Trace; readonly step: RuleStep; readonly onJump: OnJump }) {
  const message = useMessage();
  const isNo = step.matched && (step.verdict === "REJECT" || step.verdict === "DROP");
  const tone = isNo ? "is-reject" : step.matched ? "is-hit" : "";
  const Icon = isNo ? X : step.matched ? Check : Minus;
  return (
    <li className={`rule ${tone}`}>
      <Icon className="icon" aria-hidden="true" />
      <code>
        <span className="hidden-text">{message(step.matched ? "inspector.matched" : "inspector.notMatched")}</span>
        <RuleText rule={step.rule} isLit={step.matched} onJump={onJump} />
      </code>
      {step.draw && <DrawLine trace={trace} step={step} draw={step.draw} />}
    </li>
  );
}
