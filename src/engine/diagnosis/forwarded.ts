import type { RelayStep, Trace } from "../trace/trace.ts";
import type { Diagnosis } from "./diagnosis.ts";
import type { Evidence, Failure } from "./evidence.ts";
import { failedPacket, pointAt } from "./evidence.ts";

/** What went wrong with the workstation's own ports, where `kubectl port-forward` listens; undefined for any other target. */
export function diagnoseForwarded({ trace, api }: Evidence, failure: Failure): Diagnosis | undefined {
  if (failure.cause.code !== "NOTHING_LISTENS") return undefined;
  const carried = carriedInto(trace);
  const [about] = carried?.references ?? [];
  const pod = about?.kind === "object" ? api.get("Pod", about.object.name, about.object.namespace) : undefined;
  if (carried && pod) {
    const { destination, destinationPort: port } = carried.after;
    const where = { kind: "address", address: destination, ...(port !== undefined && { port }) } as const;
    const proof = { code: "PORT_IS_OPEN", holds: false, references: [pointAt(pod), where] } as const;
    return { code: "FORWARDED_PORT_CLOSED", about: [pointAt(pod), where], proof: [proof], fixes: [] };
  }
  const header = failedPacket(trace)?.header;
  if (!("outside" in trace.request.from) || !header?.destination.startsWith("127.")) return undefined;
  const { destination: address, destinationPort: port } = header;
  const where = { kind: "address", address, ...(port !== undefined && { port }) } as const;
  return { code: "NO_PORT_FORWARD", about: [where], proof: [], fixes: [] };
}

/** The kubelet's step into the pod. */
function carriedInto(trace: Trace): RelayStep | undefined {
  return trace.packets
    .flatMap(({ hops }) => hops.flatMap(({ steps }) => steps))
    .find((step): step is RelayStep => step.kind === "relay" && step.by === "kubelet");
}
