import type { Json } from "../model/json.ts";
import type { ObjectRef, Reference } from "../trace/trace.ts";

/** What went wrong, in the learner's terms. One code, one text of the page's catalogue. */
export type DiagnosisCode =
  | "NO_ENDPOINTS_SELECTOR"
  | "SELECTOR_OTHER_NAMESPACE"
  | "NO_ENDPOINTS_NO_PODS"
  | "NO_ENDPOINTS_NOT_READY"
  | "POD_UNSCHEDULABLE"
  | "POD_IMAGE"
  | "POD_CRASHING"
  | "PROBE_PORT_CLOSED"
  | "NO_ENDPOINTS_WRITTEN"
  | "ENDPOINTS_NOT_LINKED"
  | "ENDPOINTS_PORT_NAME"
  | "ENDPOINT_DEAD_IP"
  | "NO_LOCAL_ENDPOINTS"
  | "SOURCE_RANGE"
  | "TARGET_PORT_CLOSED"
  | "TARGET_PORT_NAME"
  | "POD_PORT_CLOSED"
  | "FORWARDED_PORT_CLOSED"
  | "LISTEN_LOOPBACK"
  | "LOCALHOST_IS_THE_POD"
  | "NO_PORT_FORWARD"
  | "SERVICE_PORT_UNKNOWN"
  | "SERVICE_PORT_PROTOCOL"
  | "NODE_PORT_ON_CLUSTER_IP"
  | "SERVICE_PORT_ON_NODE"
  | "NODE_PORT_UNKNOWN"
  | "HEADLESS_NO_DNAT"
  | "TLS_PLAINTEXT_MISMATCH"
  | "DNS_WRONG_NAMESPACE"
  | "DNS_WRONG_DOMAIN"
  | "DNS_NO_SERVICE"
  | "DNS_NO_SERVICE_NEAR"
  | "DNS_HEADLESS_EMPTY"
  | "DNS_POD_NOT_READY"
  | "DNS_NO_SUCH_POD"
  | "DNS_POD_OTHER_SERVICE"
  | "DNS_POD_NOT_HEADLESS"
  | "DNS_POLICY"
  | "DNS_NO_SEARCH"
  | "DNS_NOT_IN_CLUSTER"
  | "DNS_ZONE_NOT_SERVED"
  | "DNS_SERVER_DOWN"
  | "DNS_NAME_UNKNOWN"
  | "EXTERNALNAME_IS_ADDRESS"
  | "EXTERNALNAME_UNKNOWN"
  | "EXTERNALNAME_HOST_HEADER"
  | "ICMP_TO_VIRTUAL_IP"
  | "CLUSTER_IP_OUTSIDE"
  | "CLUSTER_IP_GONE"
  | "POD_IP_OUTSIDE"
  | "POD_IP_GONE"
  | "NODE_UNREACHABLE"
  | "LB_NO_CONTROLLER"
  | "OUTSIDE_SILENT"
  | "OUTSIDE_REFUSES"
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
  | "ANSWERS_WITHIN_CLUSTER"
  | "NODE_ANSWERS";

/** One field to change. `path` as the API writes it ("spec.selector.app"); `to` undefined: the field is to be removed. */
export type Fix = { readonly object: ObjectRef; readonly path: string; readonly from?: Json; readonly to?: Json };

/** Why a request failed: the cause, the proof, the field to change. `about` names what the texts speak of, in the order of their blanks. */
export type Diagnosis = {
  readonly code: DiagnosisCode;
  readonly about: readonly Reference[];
  readonly proof: readonly Proof[];
  /** Mends that would make this request work, the likeliest first; empty when no single field does. */
  readonly fixes: readonly Fix[];
  /** The URL that reaches what was meant, where the request is at fault and not a field. */
  readonly instead?: string;
};
