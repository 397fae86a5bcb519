// Reads what `xtables-monitor --trace` tells: a PACKET line at each hook, a TRACE line for each rule that matched.

/** Those of the packets that the kernel has told of, in its order, each with the rules that matched: "nat -A …". */
export function readTrace(lines, packets) {
  const flows = [];
  const byId = new Map();
  for (const line of lines) {
    const [, kind, id, rest = ""] = /^\s*(PACKET|TRACE): 2 ([0-9a-f]+) (.*)$/.exec(line) ?? [];
    if (kind === "PACKET") note(id, headerOf(rest));
    const flow = byId.get(id);
    if (kind !== "TRACE" || !flow) continue;
    const rule = / -4 -t (nat|filter|mangle) (-A .*)$/.exec(rest);
    if (rule) flow.rules.push(`${rule[1]} ${rule[2].trimEnd()}`);
    flow.isOver = isLast(rest) && !(flow.last.out === "lo" && flow.last.in === undefined);
  }
  return flows;

  function note(id, header) {
    const known =
      byId.get(id) ?? flows.find((flow) => header.in === "lo" && isSame(flow.last, header)) ?? begin(header);
    if (!known) return;
    known.last = header;
    byId.set(id, known);
  }

  function begin(header) {
    const sent = packets.find((packet) => isPacket(packet, header));
    if (!sent || flows.some((flow) => flow.sent === sent)) return undefined;
    const flow = { ...header, sent, rules: [], last: header };
    flows.push(flow);
    return flow;
  }
}

/** Dropped, or through the last chain that a packet meets: then nothing more is told of it, but on its way over lo. */
function isLast(told) {
  return (
    /^filter:\S+:(DROP|REJECT)/.test(told) ||
    /^nat:(POSTROUTING|INPUT):policy:/.test(told) ||
    /^nat:(KUBE-POSTROUTING|CNI-MASQ):rule:\S+:ACCEPT/.test(told)
  );
}

/** What goes out by lo comes in by it again, under another number. */
function isSame(a, b) {
  return ["protocol", "source", "destination", "sourcePort", "destinationPort"].every((name) => a[name] === b[name]);
}

function headerOf(text) {
  const field = (name) => new RegExp(`(?:^| )${name}=(\\S+)`).exec(text)?.[1];
  const sourcePort = field("SPORT");
  const protocol = sourcePort === undefined ? "icmp" : / SYN| ACK| RST/.test(text) ? "tcp" : "udp";
  return {
    protocol,
    in: field("IN"),
    out: field("OUT"),
    source: field("SRC"),
    destination: field("DST"),
    ...(sourcePort && { sourcePort: Number(sourcePort), destinationPort: Number(field("DPORT")) }),
  };
}

function isPacket(packet, header) {
  if (packet.protocol !== header.protocol || packet.destination !== header.destination) return false;
  if (packet.source !== undefined && packet.source !== header.source) return false;
  if ((packet.from === "node") !== (header.in === undefined)) return false;
  return (
    packet.protocol === "icmp" ||
    (packet.sourcePort === header.sourcePort && packet.destinationPort === header.destinationPort)
  );
}
