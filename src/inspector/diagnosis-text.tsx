// A diagnosis in words: each code has a text, its blanks are filled with what the diagnosis is about.
import type { ReactNode } from "react";
import type { Diagnosis, Proof, ProofCode } from "../engine/diagnosis/diagnosis.ts";
import type { Outcome, Reference, Trace } from "../engine/trace/trace.ts";
import { endpointText, hostLabel } from "../state/trace-names.ts";
import { Message } from "../ui/i18n/message.tsx";

export type Failure = Exclude<Outcome, { readonly kind: "answered" }>;

/** The cause in a sentence or two. */
export function diagnosisText({ code, about }: Diagnosis): ReactNode {
  const [a, b] = about;
  const values = { a: nameOf(a), b: nameOf(b), value: valueOf(about) };
  return <Message id={`diagnosis.${code}`} values={values} />;
}

/** One look that anyone can repeat, and what it showed. */
export function proofText({ code, holds, references }: Proof): ReactNode {
  const id = `diagnosis.${PROOFS[code]}${holds ? "" : "Not"}` as const;
  const [a] = references;
  return <Message id={id} values={{ a: nameOf(a), count: references.length - 1 }} />;
}

/** What happened, as the card's title. */
export function failureTitle(trace: Trace, { kind }: Failure): ReactNode {
  const host = hostLabel(trace.packets.at(-1)?.hops[0]?.host ?? trace.packets.at(-1)?.fate.host ?? "");
  if (kind === "refused") return <Message id="diagnosis.refused" values={{ host }} />;
  if (kind === "reset") return <Message id="diagnosis.reset" values={{ host }} />;
  return <Message id={TITLES[kind]} />;
}

const TITLES = {
  "timed-out": "diagnosis.timedOut",
  unreachable: "diagnosis.unreachable",
  "not-resolved": "diagnosis.notResolved",
} as const;

const PROOFS = {
  NAME_RESOLVES: "nameResolves",
  ENDPOINTS_THERE: "endpointsThere",
  PODS_MATCH_SELECTOR: "podsMatch",
  PODS_READY: "podsReady",
  PORT_IS_OPEN: "portOpen",
  PORT_OF_SERVICE: "portOfService",
  SERVICE_EXISTS: "serviceExists",
  SERVICE_IN_NAMESPACE: "inNamespace",
  DNS_PODS_READY: "dnsReady",
  ADDRESS_IS_OWNED: "owned",
  LISTENS_EVERYWHERE: "everywhere",
  ANSWERS_WITHIN_CLUSTER: "within",
  NODE_ANSWERS: "nodeAnswers",
} as const satisfies Record<ProofCode, string>;

function nameOf(reference: Reference | undefined): ReactNode {
  switch (reference?.kind) {
    case "object":
      return <b>{reference.object.name}</b>;
    case "record":
      return <b>{reference.name}</b>;
    case "address":
      return <b>{endpointText(reference.address, reference.port)}</b>;
    default:
      return null;
  }
}

/** The value of the first field that is pointed at, else the port of an address. */
function valueOf(about: readonly Reference[]): ReactNode {
  for (const reference of about) {
    if (reference.kind === "object" && reference.value !== undefined) return <b>{reference.value}</b>;
  }
  const address = about.find((reference) => reference.kind === "address");
  return address?.port === undefined ? null : <b>{address.port}</b>;
}
