import type { MatchModule } from "../candidate.ts";
import { addrtype } from "./addrtype.ts";
import { comment, nfacct } from "./always.ts";
import { conntrack, state } from "./conntrack.ts";
import { icmp } from "./icmp.ts";
import { connmark, mark } from "./mark.ts";
import { multiport } from "./multiport.ts";
import { physdev } from "./physdev.ts";
import { recent } from "./recent.ts";
import { statistic } from "./statistic.ts";
import { sctp, tcp, udp } from "./tcp-udp.ts";

/** Every match that the walk understands. A new one is a file and a line here. */
const MODULES: readonly MatchModule[] = [
  addrtype,
  comment,
  connmark,
  conntrack,
  icmp,
  mark,
  multiport,
  nfacct,
  physdev,
  recent,
  sctp,
  state,
  statistic,
  tcp,
  udp,
];

const BY_NAME = new Map(MODULES.map((module) => [module.name, module]));

/** The module behind "-m NAME"; undefined for one that the walk does not know. */
export function matchModule(name: string): MatchModule | undefined {
  return BY_NAME.get(name);
}
