import type { Json } from "../model/json.ts";
import type { ObjectRef, Reference } from "../trace/trace.ts";

/** What went wrong, in the learner's terms. One code, one text of the page's catalogue. */
export type DiagnosisCode =
  | "NO_ENDPOINTS_SELECTOR"
  | "NO_ENDPOINTS_NOT_READY"
  | "NO_ENDPOINTS_NO_PODS"
  | "NO_ENDPOINTS_WRITTEN"
  | "NO_LOCAL_ENDPOINTS"
  | "TARGET_PORT_CLOSED"
  | "FORWARDED_PORT_CLOSED"
  | "TARGET_PORT_NAME"
  | "LISTEN_LOOPBACK"
  | "SERVICE_PORT_UNKNOWN"
  | "HEADLESS_NO_DNAT"
  | "DNS_WRONG_NAMESPACE"
  | "DNS_NO_SERVICE"
  | "DNS_HEADLESS_EMPTY"
  | "DNS_SERVER_DOWN"
  | "DNS_NAME_UNKNOWN"
  | "ICMP_TO_VIRTUAL_IP"
  | "CLUSTER_IP_OUTSIDE"
  | "POD_IP_OUTSIDE"
  | "POD_IP_GONE"
  | "ENDPOINT_DEAD_IP"
  | "LB_NO_CONTROLLER"
  | "SOURCE_RANGE"
  | "OUTSIDE_SILENT"
  | "OUTSIDE_REFUSES"
  | "NO_PORT_FORWARD"
  | "NODE_PORT_UNKNOWN"
  | "EXTERNALNAME_HOST_HEADER"
  | "UNEXPLAINED";

/** One look that anyone can repeat: what was looked at, and whether it is as it should be. */
export type Proof = { readonly code: ProofCode; readonly holds: boolean; readonly references: readonly Reference[] };

export type ProofCode =
  | "NAME_RESOLVES"
  | "ENDPOINTS_THERE"
  | "PODS_MATCH_SELECTOR"
  | "PODS_READY"
  | "PORT_IS_OPEN"
  | "PORT_OF_SERVICE"
  | "SERVICE_EXISTS"
  | "SERVICE_IN_NAMESPACE"
  | "DNS_PODS_READY"
  | "ADDRESS_IS_OWNED"
  | "LISTENS_EVERYWHERE"
  | "ANSWERS_WITHIN_CLUSTER";

/** One field to change. `path` as the API writes it ("spec.selector.app"); `to` undefined: the field is to be removed. */
export type Fix = { readonly object: ObjectRef; readonly path: string; readonly from?: Json; readonly to?: Json };

/** Why a request failed: the cause, the proof, the field to change. `about` names what the texts speak of, in the order of their blanks. */
export type Diagnosis = {
  readonly code: DiagnosisCode;
  readonly about: readonly Reference[];
  readonly proof: readonly Proof[];
  /** Mends that would make this request work, the likeliest first; empty when no single field does. */
  readonly fixes: readonly Fix[];
};
