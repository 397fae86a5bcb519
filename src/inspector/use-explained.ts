import { useEffect, useState } from "react";
import type { RuleStep, Trace } from "../engine/trace/trace.ts";
import { ask, Refusal } from "../state/engine-link.ts";

const known = new WeakMap<Trace, Map<string, readonly RuleStep[]>>();

/** Every rule that was tried on a host, matched or not; undefined until the engine has said. */
export function useExplained(about: {
  readonly trace: Trace;
  readonly packet: number;
  readonly hop: number;
}): readonly RuleStep[] | undefined {
  const { trace, packet, hop } = about;
  const name = `${packet}/${hop}`;
  const [, setHeard] = useState(0);
  const kept = known.get(trace)?.get(name);
  useEffect(() => {
    if (known.get(trace)?.has(name)) return undefined;
    let isWanted = true;
    const hear = (steps: readonly RuleStep[]) => {
      known.set(trace, (known.get(trace) ?? new Map<string, readonly RuleStep[]>()).set(name, steps));
      if (isWanted) setHeard((count) => count + 1);
    };
    ask("explain", { trace, packet, hop }).then(
      ({ steps }) => hear(steps),
      (reason: unknown) => {
        if (!(reason instanceof Refusal)) throw reason;
      },
    );
    return () => {
      isWanted = false;
    };
  }, [trace, packet, hop, name]);
  return kept;
}
