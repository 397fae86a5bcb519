// One packet's way through node-1 as the engine tells it, beside what the kernel did.
const OWN = { eth0: "172.18.0.3", cni0: "10.244.1.1", lo: "127.0.0.1" };
const NEVER = 0.999_999_999;

/** The tables that the kernel gives back must be those that the engine wrote, to the byte. */
export function compareTexts(kernel, engine) {
  return kernel === engine ? [] : [`tables\n${firstDifference(kernel.split("\n"), engine.split("\n"))}`];
}

/** What differs, a text each; empty if kernel and engine agree on every packet. */
export function compareFlows(engine, proxy, flows) {
  const ruleset = proxy.ruleset("node-1");
  const netfilter = engine.openHostNetfilter({ ruleset, random: new engine.Random(1) });
  return flows.flatMap((flow) => compareFlow({ engine, netfilter, ruleset }, flow));
}

function compareFlow({ engine, netfilter, ruleset }, flow) {
  const draws = drawsOf(ruleset, flow.rules);
  const context = {
    nowMs: 0,
    isLocalAddress: (address) => address.startsWith("127.") || Object.values(OWN).includes(address),
    sourceAddressFor: (out) => OWN[out],
    draw: () => draws.shift() ?? 0,
    steps: [],
  };
  const { verdict, steps, header, isMasqueraded } = travel({ engine, netfilter }, flow, context);
  const rules = steps.flatMap((step) => (step.kind === "rule" && step.matched ? [`${step.table} ${step.rule}`] : []));
  const title = `${flow.protocol} ${flow.source}:${flow.sourcePort ?? ""} -> ${flow.destination}:${flow.destinationPort ?? ""}`;
  if (rules.join("\n") !== flow.rules.join("\n")) return [`${title}\n${firstDifference(flow.rules, rules)}`];
  const want = kernelHeader(flow, isMasqueraded);
  const got = engineHeader(netfilter, flow, isMasqueraded);
  const isAnsweredHere = verdict === "accept" && context.isLocalAddress(header.destination); // a reset ends the entry before it is read
  return want === got || isAnsweredHere ? [] : [`${title}\n  header, kernel: ${want}\n  header, engine: ${got}`];
}

/** Through the hooks as node-1 routes: its own addresses, the pods behind cni0, all else behind eth0. */
function travel({ engine, netfilter }, flow, context) {
  const { steps } = context;
  let verdict = "accept";
  const passage = new engine.Passage(headerOf(flow), { in: flow.in });
  const pass = (hook, out) => {
    if (verdict !== "accept") return;
    if (out) passage.out = out;
    verdict = netfilter.pass(hook, passage, context).kind;
  };
  const route = () => routeOf(passage.header.destination, context);
  if (flow.in) {
    pass("PREROUTING");
    if (route() === "lo") pass("INPUT");
    else {
      pass("FORWARD", route());
      leave();
    }
  } else {
    pass("OUTPUT", route());
    const out = route();
    leave();
    if (out === "lo") {
      passage.in = "lo";
      pass("PREROUTING");
      pass("INPUT");
    }
  }
  const isMasqueraded = steps.some(
    (step) => step.kind === "rule" && step.matched && step.rule.endsWith("MASQUERADE --random-fully"),
  );
  return { verdict, steps, header: passage.header, isMasqueraded };

  function leave() {
    passage.in = "";
    pass("POSTROUTING", route());
  }
}

function routeOf(destination, context) {
  if (context.isLocalAddress(destination)) return "lo";
  return destination.startsWith("10.244.1.") ? "cni0" : "eth0";
}

function headerOf({ protocol, source, destination, sourcePort, destinationPort }) {
  const addresses = { protocol, source, destination, ttl: 64 };
  if (protocol === "icmp") return { ...addresses, icmp: { type: "echo-request", identifier: 1, sequence: 1 } };
  return { ...addresses, sourcePort, destinationPort, ...(protocol === "tcp" && { flags: ["SYN"] }) };
}

/** The kernel's draws, as far as its walk shows them: never for the endpoints before the chosen one, then yes. */
function drawsOf(ruleset, rules) {
  for (const line of rules) {
    const [, chain] = /^nat -A (KUBE-SV[CL]-\S+) .*-j KUBE-SEP-/.exec(line) ?? [];
    if (!chain || line.includes("-m recent")) continue;
    const own = ruleset.chain("nat", chain)?.rules.map(({ text }) => text) ?? [];
    const before = own.slice(0, own.indexOf(line.slice("nat ".length)));
    return [...before.filter((text) => text.includes("-m statistic")).map(() => NEVER), 0];
  }
  return [];
}

/** The header after NAT, from the answer that conntrack waits for; a port that --random-fully drew is left out. */
function kernelHeader({ protocol, entry }, isMasqueraded) {
  if (!entry) return "none";
  const last = (name) => [...entry.matchAll(new RegExp(`${name}=(\\S+)`, "g"))].at(-1)?.[1];
  const ports = { sourcePort: Number(last("dport")), destinationPort: Number(last("sport")) };
  return show(
    { protocol, source: last("dst"), destination: last("src"), ...(protocol !== "icmp" && ports) },
    isMasqueraded,
  );
}

function engineHeader(netfilter, { protocol, source, destination, sourcePort, destinationPort }, isMasqueraded) {
  const entry = netfilter.conntrack(0).find(({ protocol: own, original }) => {
    const isBetween = own === protocol && original.source === source && original.destination === destination;
    return isBetween && original.sourcePort === sourcePort && original.destinationPort === destinationPort;
  });
  if (!entry) return "none";
  const { reply } = entry;
  const ports = { sourcePort: reply.destinationPort, destinationPort: reply.sourcePort };
  return show({ protocol, source: reply.destination, destination: reply.source, ...ports }, isMasqueraded);
}

function show({ protocol, source, destination, sourcePort, destinationPort }, isMasqueraded) {
  if (protocol === "icmp") return `${source} -> ${destination}`;
  return `${source}:${isMasqueraded ? "random" : sourcePort} -> ${destination}:${destinationPort}`;
}

function firstDifference(kernel, engine) {
  const at = kernel.findIndex((rule, i) => rule !== engine[i]);
  const i = at < 0 ? kernel.length : at;
  return `  line ${i + 1}, kernel: ${kernel[i] ?? "(end)"}\n  line ${i + 1}, engine: ${engine[i] ?? "(end)"}`;
}
