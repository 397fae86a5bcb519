import { parseIpv4 } from "../model/address.ts";
import type { Outcome } from "../trace/trace.ts";
import { diagnoseAddress } from "./addresses.ts";
import type { Diagnosis, Proof } from "./diagnosis.ts";
import type { Evidence } from "./evidence.ts";
import { failedPacket, insteadOf, namespaceOf, pointAt, pointAtName, targetOf } from "./evidence.ts";
import { diagnoseForwarded } from "./forwarded.ts";
import { diagnoseName } from "./names.ts";
import { readServiceName } from "./service-name.ts";

/**
 * A trace and the cluster as it stands: the cause in the learner's terms, what proves it, the field to change. Undefined when the
 * request was answered by what it was meant for.
 */
export function diagnose(evidence: Evidence): Diagnosis | undefined {
  const { outcome } = evidence.trace;
  if (outcome.kind === "answered") return diagnoseAnswer(evidence, outcome);
  if (outcome.kind === "not-resolved") return diagnoseName(evidence, outcome.cause.code);
  const found = diagnoseForwarded(evidence, outcome) ?? diagnoseAddress(evidence, outcome) ?? unexplained(evidence);
  return { ...found, proof: [...nameResolved(evidence), ...found.proof] };
}

/** A server outside that came to by an alias is asked for a name that it does not know. */
function diagnoseAnswer({ api, trace }: Evidence, { status }: Outcome & { kind: "answered" }): Diagnosis | undefined {
  if (status < 400) return undefined;
  const { host } = targetOf(trace);
  for (const { service: name, namespace } of readServiceName(host, namespaceOf(trace.request.from))) {
    const service = namespace === undefined ? undefined : api.get("Service", name, namespace);
    const { externalName } = service?.spec ?? {};
    if (!service || externalName === undefined) continue;
    const instead = insteadOf(trace, { host: externalName });
    return {
      code: "EXTERNALNAME_HOST_HEADER",
      about: [pointAt(service, "spec.externalName", externalName), pointAtName(host)],
      proof: [{ code: "NAME_RESOLVES", holds: true, references: [pointAtName(host)] }],
      fixes: [],
      ...(instead !== undefined && { instead }),
    };
  }
  return undefined;
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
  const about = [{ kind: "address", address: host, ...(port !== undefined && { port }) } as const];
  return { code: "UNEXPLAINED", about, proof: [], fixes: [] };
}
