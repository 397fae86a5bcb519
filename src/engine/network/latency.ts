// How long things take, in milliseconds of simulated time. One place, so that a lesson can reason about it.

/** One link: a veth pair, or the wire between two machines. */
export const LINK_MS = 0.05;

/** One host's own work on a packet: rules, route, queueing. */
export const HOST_MS = 0.01;

/** Asking for a neighbour and being answered: two links and the asked one's work. */
export const ARP_ANSWER_MS = 2 * LINK_MS + HOST_MS;

/** Three unanswered ARP requests, a second apart (net.ipv4.neigh.*.mcast_solicit, retrans_time_ms). */
export const ARP_FAILURE_MS = 3000;

/** How long a neighbour that was heard of is taken to be there (net.ipv4.neigh.*.base_reachable_time_ms). */
export const NEIGHBOUR_REACHABLE_MS = 30_000;

/** A DNS server's work on one query. */
export const DNS_SERVER_MS = 0.3;

/** A UDP echo's work on one datagram. */
export const UDP_SERVER_MS = 0.1;

/** An HTTP server's work on one request. */
export const HTTP_SERVER_MS = 0.5;

/** The private-key work of a TLS handshake, on the server. */
export const TLS_HANDSHAKE_MS = 1.5;

/** A program's work on what it carries from one connection to the next (kubectl port-forward, API server, kubelet). */
export const RELAY_MS = 0.2;

/** Microseconds are the finest grain of a trace's times, so that sums stay readable. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
