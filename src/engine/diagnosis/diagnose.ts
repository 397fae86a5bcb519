import type { Diagnosis } from "./diagnosis.ts";
import { diagnoseAddress } from "./addresses.ts";
import type { Evidence } from "./evidence.ts";
import { targetOf } from "./evidence.ts";
import { diagnoseName } from "./names.ts";

/** A failed trace and the cluster as it stands: the cause in the learner's terms, what proves it, the field to change. Undefined when it did not fail. */
export function diagnose(evidence: Evidence): Diagnosis | undefined {
  const { outcome } = evidence.trace;
  if (outcome.kind === "answered") return undefined;
  const found =
    outcome.kind === "not-resolved" ? diagnoseName(evidence, outcome.cause.code) : diagnoseAddress(evidence, outcome);
  return found ?? unexplained(evidence);
}

function unexplained({ trace }: Evidence): Diagnosis {
  const { host, port } = targetOf(trace);
  return {
    code: "UNEXPLAINED",
    about: [{ kind: "address", address: host, ...(port !== undefined && { port }) }],
    proof: [],
    fixes: [],
  };
}
