// The namespaces: this process's own is node-1; "pods" is behind its bridge's address, "world" is everything behind its eth0.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { readTrace } from "./trace.mjs";

const QUIET_MS = 15;
const TRACE_MAX_MS = 3000;
const READY_MAX_MS = 5000;

/** Peers answer nothing: a packet is its trace on the node, and no more. */
const SETUP = `
set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/netns
ip link set lo up
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 net.ipv4.conf.all.route_localnet=1 net.ipv6.conf.all.disable_ipv6=1
ip netns add pods
ip netns add world
ip link add cni0 type veth peer name eth0 netns pods
ip link add eth0 type veth peer name eth0 netns world
ip addr add 10.244.1.1/24 dev cni0
ip addr add 172.18.0.3/24 dev eth0
ip link set cni0 up
ip link set eth0 up
sysctl -qw net.ipv4.conf.cni0.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0 net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.cni0.send_redirects=0
ip route add 10.244.0.0/24 via 172.18.0.2
ip route add 10.244.2.0/24 via 172.18.0.4
ip route add default via 172.18.0.254
for i in 2 3 4 5; do ip -n pods addr add 10.244.1.$i/24 dev eth0; done
for a in 172.18.0.2 172.18.0.4 172.18.0.254; do ip -n world addr add $a/24 dev eth0; done
for peer in pods world; do
  ip -n $peer link set lo up
  ip -n $peer link set eth0 up
  ip netns exec $peer sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0 net.ipv4.ip_nonlocal_bind=1
  ip netns exec $peer iptables -P INPUT DROP
done
ip -n pods route add default via 10.244.1.1
ip -n world addr add 198.51.100.7/32 dev lo
ip -n world route add default via 172.18.0.3
nfacct add ct_state_invalid_dropped_pkts
nfacct add localhost_nps_accepted_pkts
iptables -t raw -A PREROUTING -j TRACE
iptables -t raw -A OUTPUT -j TRACE
`;

export class Lab {
  #senders = {};
  #monitor;
  #lines = [];
  #lastLineMs = 0;

  static async open() {
    const set = spawnSync("sh", ["-c", SETUP], { encoding: "utf8" });
    if (set.status !== 0) throw new Error(`the namespaces could not be made: ${set.stderr}`);
    const lab = new Lab();
    lab.#monitor = spawn("stdbuf", ["-oL", "xtables-monitor", "--trace"], { stdio: ["ignore", "pipe", "inherit"] });
    process.once("exit", () => lab.close());
    createInterface(lab.#monitor.stdout).on("line", (line) => {
      lab.#lines.push(line);
      lab.#lastLineMs = Date.now();
    });
    for (const where of ["pods", "world", "node"]) lab.#senders[where] = await startSender(where);
    await lab.#awaitMonitor();
    return lab;
  }

  /** Replaces tables nat and filter, and forgets all connections. Gives the tables as the kernel's own iptables-save prints them. */
  load(rules) {
    execFileSync("iptables-restore", { input: rules });
    spawnSync("conntrack", ["-F"]);
    return ["nat", "filter"]
      .map((table) => withoutFrame(execFileSync("iptables-save", ["-t", table], { encoding: "utf8" })))
      .join("");
  }

  /** Sends packets, one after the other, and gives what the kernel did with each: its rules, and the entry of conntrack. */
  async send(packets) {
    const flows = [];
    for (const packet of packets) flows.push(...(await this.#sendOne(packet)));
    const entries = execFileSync("conntrack", ["-L"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split(
      "\n",
    );
    return flows.map((flow) => ({ ...flow, entry: entries.find((line) => isEntryOf(line, flow)) }));
  }

  close() {
    for (const sender of Object.values(this.#senders)) sender.kill();
    this.#monitor.kill();
  }

  /** More at once, and xtables-monitor loses count ("No buffer space available"). */
  async #sendOne(packet) {
    this.#lines.length = 0;
    const sender = this.#senders[packet.from];
    sender.stdin.write(`${JSON.stringify({ send: [packet] })}\n`);
    let flows = [];
    for (const untilMs = Date.now() + TRACE_MAX_MS; Date.now() < untilMs;) {
      await sleep(QUIET_MS / 3);
      if (this.#lines.length === 0 || Date.now() - this.#lastLineMs < QUIET_MS) continue;
      flows = readTrace(this.#lines, [packet]);
      if (flows[0]?.isOver) break;
    }
    sender.stdin.write(`${JSON.stringify({ close: true })}\n`);
    return flows;
  }

  /** The monitor says nothing when it is ready: packets to nobody until it tells of one. */
  async #awaitMonitor() {
    const probe = { protocol: "udp", destination: "203.0.113.77", sourcePort: 32_999, destinationPort: 9 };
    for (const untilMs = Date.now() + READY_MAX_MS; this.#lines.length === 0;) {
      if (Date.now() > untilMs) throw new Error("xtables-monitor tells nothing");
      this.#senders.node.stdin.write(`${JSON.stringify({ send: [probe] })}\n`);
      await sleep(50);
      this.#senders.node.stdin.write(`${JSON.stringify({ close: true })}\n`);
    }
    await sleep(QUIET_MS);
  }
}

/** Without the lines that say when, and without what has been counted since. */
function withoutFrame(text) {
  return text.replace(/^#.*\n/gm, "").replace(/ \[\d+:\d+\]$/gm, " [0:0]");
}

async function startSender(where) {
  const command = [process.execPath, join(import.meta.dirname, "sender.mjs")];
  const words = where === "node" ? command : ["ip", "netns", "exec", where, ...command];
  const sender = spawn(words[0], words.slice(1), { stdio: ["pipe", "pipe", "inherit"] });
  await once(sender.stdout, "data");
  return sender;
}

function isEntryOf(line, { protocol, source, destination, sourcePort, destinationPort }) {
  const ports = protocol === "icmp" ? "type=8 " : `sport=${sourcePort} dport=${destinationPort} `;
  return (
    line.startsWith(protocol) &&
    line.includes(` src=${source} dst=${destination} ${ports}`) &&
    line.indexOf(`src=${source} dst=${destination} ${ports}`) === line.indexOf("src=")
  );
}
