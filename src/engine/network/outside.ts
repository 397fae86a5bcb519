// The world beyond the nodes' gateway: one machine, which is the router and owns every address below.
import type { Ipv4 } from "../model/address.ts";
import { ipv4 } from "../model/address.ts";

/** The nodes' gateway, on the underlay. */
export const ROUTER_ADDRESS = ipv4("172.18.0.254");

/** Who sends a request "from outside" unless told otherwise. */
export const OUTSIDE_CLIENT = ipv4("198.51.100.7");

/** The DNS server that nodes and CoreDNS ask for names outside. */
export const UPSTREAM_DNS = ipv4("203.0.113.53");

/** What a machine outside does: answers any request, only those to its own name, DNS, or nothing at all. */
export type OutsideService = "http" | "http-own-host" | "dns" | "nothing";

export type OutsideMachine = { readonly address: Ipv4; readonly title: string; readonly service: OutsideService };

/** Every address that the outside owns. What is not here is nobody's: the router swallows it. */
export const OUTSIDE_MACHINES: readonly OutsideMachine[] = [
  { address: ROUTER_ADDRESS, title: "router", service: "nothing" },
  { address: OUTSIDE_CLIENT, title: "client", service: "nothing" },
  { address: ipv4("203.0.113.10"), title: "app.mydb.io", service: "http" },
  { address: ipv4("203.0.113.20"), title: "example.com", service: "nothing" },
  { address: ipv4("203.0.113.30"), title: "shop.example.net", service: "http-own-host" },
  { address: UPSTREAM_DNS, title: "dns", service: "dns" },
];
