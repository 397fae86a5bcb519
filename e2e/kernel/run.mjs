#!/usr/bin/env node
// Holds the engine's rules and walks to this machine's Linux kernel: random clusters' rules, as the engine writes them, are loaded by
// the real iptables-restore into network namespaces of our own, and must come back from iptables-save to the byte; real packets are
// sent, and the kernel's trace of each must be the walk that the engine tells: the same rules in the same order, the same header
// after it.
//   node e2e/kernel/run.mjs [--seed N] [--clusters N]
// Needs Linux, root, and iptables (nf_tables), iproute2, conntrack, nfacct, ping; it installs what is missing with apt. Elsewhere it
// skips, and says why. Nothing leaves the namespaces, and they end with this process.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { loadEngine } from "./engine.mjs";
import { Lab } from "./lab.mjs";
import { randomCluster } from "./random-cluster.mjs";
import { compareFlows, compareTexts } from "./compare.mjs";

const TOOLS = ["iptables-restore", "xtables-monitor", "ip", "conntrack", "nfacct", "unshare", "ping"];
const PACKAGES = ["iptables", "iproute2", "conntrack", "nfacct", "util-linux", "iputils-ping"];
/** What the namespaces need of the kernel: network devices, every match and target of kube-proxy's rules, tracing. */
const PROBE = `set -e
ip link add probe0 type veth peer name probe1
nfacct add probe
iptables --version | grep -q nf_tables || { echo "iptables is not the nf_tables one" >&2; exit 1; }
iptables -t raw -A OUTPUT -j TRACE
iptables -t nat -A OUTPUT -p tcp -m comment --comment probe -m recent --set --name probe --rsource -m tcp --dport 1 -j DNAT --to-destination 10.0.0.1:1
iptables -t nat -A OUTPUT -m statistic --mode random --probability 0.5 -m addrtype --dst-type LOCAL -m nfacct --nfacct-name probe -j MARK --set-mark 1
iptables -t nat -A POSTROUTING -m mark --mark 1 -j MASQUERADE --random-fully
iptables -A OUTPUT -m conntrack --ctstate NEW -j REJECT`;
const INSIDE = "KUBEHOP_KERNEL_INSIDE";
const FAILURES_SHOWN_MAX = 3;

const option = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const seed = option("--seed", Math.floor(Math.random() * 1_000_000));
const clusters = option("--clusters", 40);

if (process.env[INSIDE]) await runInside();
else runOutside();

/** In a network and mounts of our own, where nothing can reach the machine's. */
function runOutside() {
  const reason = reasonToSkip();
  if (reason) {
    console.log(`kernel: skipped, ${reason}`);
    finish({ passed: 0, failed: 0, skipped: clusters });
    return;
  }
  const self = [
    process.execPath,
    join(import.meta.dirname, "run.mjs"),
    "--seed",
    String(seed),
    "--clusters",
    String(clusters),
  ];
  const inside = spawnSync("unshare", ["--net", "--mount", "--propagation", "private", ...self], {
    stdio: "inherit",
    env: { ...process.env, [INSIDE]: "1" },
  });
  process.exitCode = inside.status ?? 1;
}

function reasonToSkip() {
  if (process.platform !== "linux") return `this is ${process.platform}, not Linux`;
  if (process.getuid?.() !== 0) return "not root";
  if (missingTools().length > 0) install();
  const missing = missingTools();
  if (missing.length > 0) return `${missing.join(", ")} not installed, and apt could not install it`;
  const probe = spawnSync("unshare", ["--net", "--mount", "sh", "-c", PROBE], { encoding: "utf8" });
  return probe.status === 0 ? undefined : `this kernel does not let us: ${probe.stderr.trim().split("\n").at(-1)}`;
}

function missingTools() {
  return TOOLS.filter((tool) => spawnSync("sh", ["-c", `command -v ${tool}`]).status !== 0);
}

function install() {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...words) => spawnSync("apt-get", words, { env, timeout: 120_000 });
  if (apt("install", "-y", "--no-install-recommends", ...PACKAGES).status === 0) return;
  apt("update");
  apt("install", "-y", "--no-install-recommends", ...PACKAGES);
}

async function runInside() {
  console.log(`kernel: ${clusters} random clusters, seed ${seed}`);
  const engine = await loadEngine();
  const lab = await Lab.open();
  const count = { passed: 0, failed: 0, skipped: 0 };
  let packets = 0;
  let walked = 0;
  try {
    for (let i = 0; i < clusters; i++) {
      const cluster = randomCluster(new engine.Random(seed * 1000 + i));
      const proxy = engine.openProxy(cluster.objects);
      const text = ["nat", "filter"].map((table) => proxy.iptablesSave("node-1", table)).join("");
      const saved = lab.load(text);
      const flows = await lab.send(cluster.packets);
      const differences = [...compareTexts(saved, text), ...compareFlows(engine, proxy, flows)];
      packets += flows.length;
      walked += flows.reduce((sum, flow) => sum + flow.rules.length, 0);
      if (differences.length === 0 && flows.length === cluster.packets.length) count.passed++;
      else if (++count.failed <= FAILURES_SHOWN_MAX) show(i, cluster, flows, differences);
    }
  } finally {
    lab.close();
    await engine.close();
  }
  console.log(`kernel: ${packets} packets, ${walked} rules matched by kernel and engine alike`);
  finish(count);
}

function show(number, cluster, flows, differences) {
  const untraced = cluster.packets.filter((packet) => !flows.some(({ sent }) => sent === packet));
  console.log(`cluster ${number} (seed ${seed}): ${flows.length} of ${cluster.packets.length} packets traced`);
  for (const packet of untraced.slice(0, FAILURES_SHOWN_MAX)) console.log(`not traced: ${JSON.stringify(packet)}`);
  for (const difference of differences.slice(0, FAILURES_SHOWN_MAX)) console.log(difference);
}

function finish({ passed, failed, skipped }) {
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
}
