// Does a recorded step again through an engine's front door (design/architecture.md) and answers in the recording's shape.
import { ONE_CLUSTER } from "./compare.mjs";

const WORLD = { outside: "198.51.100.7" };

export function engineRunner(cluster) {
  const pods = () => cluster.objects("Pod");

  function from(sel) {
    if (sel === "world") return WORLD;
    if (sel.startsWith("node:")) return { node: sel.slice(5) };
    const [where, nth = "1"] = sel.split("#");
    const [namespace, label] = where.split("/");
    const [key, value] = label.split("=");
    const found = pods()
      .filter(
        (p) =>
          p.metadata.namespace === namespace && p.metadata.labels?.[key] === value && !p.metadata.deletionTimestamp,
      )
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    const pod = found[Number(nth) - 1];
    if (!pod) throw new Error(`no pod for ${sel}`);
    return { pod: pod.metadata.name, namespace };
  }

  const ipOfPod = (ref) =>
    pods().find((p) => p.metadata.name === ref.pod && p.metadata.namespace === ref.namespace).status.podIP;
  const service = (namespace, name) =>
    cluster.objects("Service").find((s) => s.metadata.namespace === namespace && s.metadata.name === name);

  function command(line, io) {
    const r = cluster.run(line, io);
    cluster.advance(100); // a person, or the recorder, takes a moment
    return { cmd: line, stdout: r.stdout, stderr: r.stderr, exit: r.exitCode };
  }

  return (step) => {
    const [verb, arg] = Object.entries(step)[0];
    switch (verb) {
      case "apply":
      case "create":
      case "replace":
        return command(`kubectl ${verb} ${step.args ?? ""} -f -`.replace(/ +/g, " "), { stdin: arg });
      case "kubectl":
        return command(`kubectl ${arg}`, { stdin: step.stdin });
      case "settle":
        cluster.settle();
        return null;
      case "sleep":
        cluster.advance(arg * 1000);
        return null;
      case "status": {
        const [namespace, name] = arg.service.split("/");
        const patch = JSON.stringify({ status: { loadBalancer: { ingress: arg.ingress } } });
        const r = command(`kubectl patch svc ${name} -n ${namespace} --subresource=status --type=merge -p '${patch}'`);
        if (r.exit !== 0) throw new Error(r.stderr);
        for (const { ip } of arg.ingress) if (ip) cluster.happen({ kind: "announce", address: ip, node: arg.via });
        return null;
      }
      case "annotate": {
        const chosen = pods()
          .filter((p) => p.metadata.namespace === arg.namespace && p.metadata.labels?.app === arg.app)
          .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
        for (const pod of arg.first ? chosen.slice(0, 1) : chosen) {
          cluster.happen({
            kind: "readiness",
            namespace: arg.namespace,
            pod: pod.metadata.name,
            ready: arg.set["truth/ready"] !== "false",
          });
        }
        return null;
      }
      case "dns": {
        const source = from(step.from);
        const answers = arg.flatMap((name) =>
          (step.types ?? ["A"]).map((type) => ({ name, type, ...dnsShape(cluster.query(source, name, type)) })),
        );
        return { answers };
      }
      case "resolve": {
        const source = from(step.from);
        return { resolved: arg.map((name) => resolveShape(name, cluster.resolve(source, name))) };
      }
      case "request": {
        const source = from(step.from);
        return { results: Array.from({ length: step.n ?? 1 }, () => once(cluster, step, source).result) };
      }
      case "ping": {
        const r = cluster.run(`ping -c 1 -W 2 ${arg}`, { on: from(step.from) });
        return { exit: r.exitCode, stdout: r.stdout, stderr: r.stderr };
      }
      case "udp": {
        const colon = arg.lastIndexOf(":");
        const trace = cluster.send({
          from: from(step.from),
          udp: { host: arg.slice(0, colon), port: Number(arg.slice(colon + 1)) },
          timeoutMs: 2000,
        });
        const answered = trace.outcome.kind === "answered";
        return {
          exit: answered ? 0 : 1,
          answer: answered ? JSON.stringify({ port: trace.outcome.served.port }) : null,
        };
      }
      case "exec": {
        const line = arg
          .replace(/ \| sed .*$/, "")
          .replace(/\{svc ([^/}]+)\/([^}]+)\}/g, (_, namespace, name) => service(namespace, name).spec.clusterIP)
          .replace(/\{pod ([^}]+)\}/g, (_, sel) => ipOfPod(from(sel)));
        const began = cluster.nowMs;
        const r = cluster.run(line, { on: from(step.from) });
        return { exit: r.exitCode, stdout: r.stdout, stderr: r.stderr, seconds: (cluster.nowMs - began) / 1000 };
      }
      default:
        return null;
    }
  };
}

/**
 * The same request or ping in the recorded moment, from the recorded host, tried often enough to see every draw:
 * many times in one cluster, and a few times in others, since affinity keeps a client on its first draw.
 */
export function tryAgain(open, step, { from }, announced) {
  const source = from.pod ? { pod: from.pod, namespace: from.namespace } : from.node ? { node: from.node } : WORLD;
  const tries = [];
  for (let seed = 1; seed <= 16; seed++) {
    const cluster = open(seed);
    for (const { address, node } of announced) cluster.happen({ kind: "announce", address, node });
    for (let i = seed === 1 ? ONE_CLUSTER : 4; i > 0; i--) {
      tries.push(
        step.ping
          ? { trace: cluster.send({ from: source, ping: step.ping, timeoutMs: 2000 }) }
          : once(cluster, step, source),
      );
    }
  }
  return { results: tries.map((t) => t.result), walks: tries.map((t) => walk(t.trace)) };
}

function once(cluster, step, source) {
  const trace = cluster.send({
    from: source,
    url: step.request,
    timeoutMs: (step.timeout ?? 3) * 1000,
    curlArguments: step.args,
  });
  return { trace, result: curlResult(trace) };
}

function curlResult({ outcome }) {
  if (outcome.kind !== "answered") return { http: 0, exit: outcome.exitCode, stderr: outcome.stderr, body: null };
  return {
    http: outcome.status,
    exit: 0,
    stderr: null,
    body: {
      pod: outcome.served?.pod,
      port: outcome.served?.port,
      client: outcome.seen?.client,
      host: outcome.seen?.host,
      path: outcome.seen?.path,
    },
  };
}

export function dnsShape(answer) {
  return {
    status: answer.rcode,
    flags: [...answer.flags],
    answer: [...answer.answer],
    authority: [...answer.authority],
  };
}

function resolveShape(name, r) {
  return {
    name,
    exit: r.addresses.length ? 0 : 2,
    addresses: [...r.addresses],
    queries: r.queries.map((q) => ({ type: q.type, name: q.name, rcode: q.rcode })),
  };
}

/** The rules that matched, packet by packet, on the nodes; replies and established packets meet no nat rules and are left out. */
function walk(trace) {
  return trace.packets
    .filter((p) => ["dns-query", "tcp-syn", "udp", "icmp-echo"].includes(p.kind) && p.retryOf === undefined)
    .flatMap((p) =>
      p.hops
        .filter((h) => h.host.startsWith("node "))
        .map((h) => ({
          node: h.host.slice(5),
          packet: { proto: { "dns-query": "udp", udp: "udp", "tcp-syn": "tcp", "icmp-echo": "icmp" }[p.kind] },
          rules: h.steps
            .filter((s) => s.kind === "rule" && s.matched)
            .map((s) => ({ table: s.table, chain: s.chain, rule: s.rule })),
        })),
    );
}
