import { parseIpv4 } from "../model/address.ts";
import type { Diagnosis, Proof } from "./diagnosis.ts";
import { diagnoseAddress } from "./addresses.ts";
import type { Evidence } from "./evidence.ts";
import { failedPacket, targetOf } from "./evidence.ts";
import { diagnoseForwarded } from "./forwarded.ts";
import { diagnoseName } from "./names.ts";

/** A failed trace and the cluster as it stands: the cause in the learner's terms, what proves it, the field to change. Undefined when it did not fail. */
export function diagnose(evidence: Evidence): Diagnosis | undefined {
  const { outcome } = evidence.trace;
  if (outcome.kind === "answered") return undefined;
  if (outcome.kind === "not-resolved") return diagnoseName(evidence, outcome.cause.code);
  const found = diagnoseForwarded(evidence, outcome) ?? diagnoseAddress(evidence, outcome) ?? unexplained(evidence);
  return { ...found, proof: [...nameResolved(evidence), ...found.proof] };
}

/** A request that failed after its name was resolved: the name is not at fault. */
function nameResolved({ trace }: Evidence): readonly Proof[] {
  const { host } = targetOf(trace);
  const address = failedPacket(trace)?.header.destination;
  if (address === undefined || host === "" || parseIpv4(host)) return [];
  return [
    { code: "NAME_RESOLVES", holds: true, references: [{ kind: "record", name: host, type: "A", data: address }] },
  ];
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
