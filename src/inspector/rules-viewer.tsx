import { Rows3, Search } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { ask, Refusal } from "../state/engine-link.ts";
import { useCluster } from "../state/cluster.ts";
import { useMoment, usePlayback } from "../state/playback-store.ts";
import { stepsAt } from "../state/playback.ts";
import { useSelection } from "../state/selection.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { Head } from "./head.tsx";
import { openPasted } from "./pasted-store.ts";
import { jumpTarget } from "./rule-text.ts";

type Table = "nat" | "filter";

/** Lines that are drawn at once; the search finds the others. */
const LINES_DRAWN_MAX = 1000;

/** A node's rules whole, as iptables-save prints them, with a search; jump targets lead to their chain. */
export function RulesViewer({ node }: { readonly node: string }) {
  const message = useMessage();
  const [table, setTable] = useState<Table>("nat");
  const [words, setWords] = useState(() => useSelection.getState().rulesWords ?? "");
  const text = useRulesText(node, table);
  const found = useMemo(() => findLines(text, words), [text, words]);
  const lit = useLitRules(node);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (text !== "" && lit.size > 0) list.current?.querySelector(".is-hit")?.scrollIntoView({ block: "center" });
  }, [text, lit]);
  return (
    <>
      <Head
        icon={<Rows3 aria-hidden="true" />}
        title={message("inspector.rulesTitle", { node })}
        where={message("inspector.rulesHint")}
        hasBack
      />
      <div className="rules-tools">
        <div className="segmented" role="group" aria-label={message("inspector.table")}>
          {(["nat", "filter"] as const).map((one) => (
            <button key={one} type="button" aria-pressed={table === one} onClick={() => setTable(one)}>
              {one}
            </button>
          ))}
        </div>
        <label className="search">
          <Search className="icon" aria-hidden="true" />
          <input
            type="search"
            value={words}
            placeholder={message("inspector.searchRules")}
            aria-label={message("inspector.searchRules")}
            onChange={(event) => setWords(event.target.value)}
          />
        </label>
        <button type="button" className="line-link" onClick={openPasted}>
          {message("pasted.title")}
        </button>
        <span role="status">{message("inspector.linesFound", { count: found.length })}</span>
      </div>
      <ol className="save-text" ref={list}>
        {found.slice(0, LINES_DRAWN_MAX).map(({ line, number }) => (
          <SaveLine key={number} line={line} isLit={lit.has(line)} onJump={setWords} />
        ))}
      </ol>
      {found.length > LINES_DRAWN_MAX && (
        <p className="rule__note">{message("inspector.moreLines", { count: found.length - LINES_DRAWN_MAX })}</p>
      )}
    </>
  );
}

function SaveLine(props: { readonly line: string; readonly isLit: boolean; readonly onJump: (chain: string) => void }) {
  const { line, isLit, onJump } = props;
  const target = jumpTarget(line);
  const at = target === undefined ? -1 : line.lastIndexOf(target);
  return (
    <li className={isLit ? "is-hit" : ""}>
      <code>
        {target === undefined ? (
          line
        ) : (
          <>
            {line.slice(0, at)}
            <button type="button" className="line-link" onClick={() => onJump(target)}>
              {target}
            </button>
            {line.slice(at + target.length)}
          </>
        )}
      </code>
    </li>
  );
}

function findLines(text: string, words: string): readonly { readonly line: string; readonly number: number }[] {
  const asked = words.toLowerCase().split(/\s+/).filter(Boolean);
  return text
    .split("\n")
    .map((line, number) => ({ line, number }))
    .filter(({ line }) => line !== "" && asked.every((word) => line.toLowerCase().includes(word)));
}

/** The table's text; asked again when the Services or their endpoints change. */
function useRulesText(node: string, table: Table): string {
  const [text, setText] = useState("");
  useEffect(() => {
    let isWanted = true;
    const read = () =>
      void ask("rules", { node, table }).then(
        (answer) => isWanted && setText(answer.text),
        (reason: unknown) => {
          if (!(reason instanceof Refusal)) throw reason;
        },
      );
    read();
    const end = useCluster.subscribe(({ revisions }, before) => {
      if (RULE_KINDS.some((kind) => revisions[kind] !== before.revisions[kind])) read();
    });
    return () => {
      isWanted = false;
      end();
    };
  }, [node, table]);
  return text;
}

/** The kinds that rules are made from. */
const RULE_KINDS = ["Service", "EndpointSlice"];

/** The rules that the current step matched on this node. */
function useLitRules(node: string): ReadonlySet<string> {
  const playback = usePlayback();
  const moment = useMoment();
  return useMemo(() => {
    if (playback === undefined || moment?.host !== `node ${node}`) return new Set<string>();
    const steps = stepsAt(playback.trace, moment);
    return new Set(steps.flatMap((step) => (step.kind === "rule" && step.matched ? [step.rule] : [])));
  }, [playback, moment, node]);
}
