import type { Icmp } from "../model/packet.ts";

/** Type and code of RFC 792. */
export const ICMP_TYPES: Readonly<Record<Icmp["type"], { readonly type: number; readonly code: number }>> = {
  "echo-reply": { type: 0, code: 0 },
  "net-unreachable": { type: 3, code: 0 },
  "host-unreachable": { type: 3, code: 1 },
  "port-unreachable": { type: 3, code: 3 },
  "admin-prohibited": { type: 3, code: 13 },
  "echo-request": { type: 8, code: 0 },
  "time-exceeded": { type: 11, code: 0 },
};
