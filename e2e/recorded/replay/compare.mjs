// One recorded step against the same step done again: a list of facts, each {fact, ok, want, got}.
import { asRows, callerClass, servedBody } from "./normalise.mjs";

export function compareStep(step, want, got, norm) {
  if ("snapshot" in step || "status" in step)
    return got?.threw ? [fact(titleOf(step), false, "no exception", got.threw)] : [];
  if (/^describe node|^get configmaps -A/.test(step.kubectl ?? "") && !got?.threw) return []; // what runs where is drawn; the recorder has no CoreDNS ConfigMap
  if (result(want).exit < 0) return []; // the tool itself crashed
  if (!got) return [fact(titleOf(step), false, "an answer", "none")];
  if (got.threw) return [fact(titleOf(step), false, "an answer", got.threw)];
  const [verb] = Object.keys(step);
  switch (verb) {
    case "apply":
    case "create":
    case "replace":
    case "kubectl":
      return [commandFact(step, want, got, norm)];
    case "exec":
      return [execFact(step, want, got, norm)];
    case "dns":
      return want.answers.map((answer, i) => dnsFact(answer, got.answers[i], norm));
    case "resolve":
      return want.resolved.map((one, i) => resolveFact(one, got.resolved[i], norm));
    case "request":
      return requestFacts(step, want, got, norm);
    case "ping":
      return [
        equalFact(
          `ping ${step.ping}`,
          { exit: want.exit, stdout: norm(want.stdout), stderr: norm(want.stderr) },
          { exit: got.exit, stdout: norm(got.stdout), stderr: norm(got.stderr) },
        ),
      ];
    case "udp":
      return [equalFact(`udp ${step.udp}`, udpShape(want), udpShape(got))];
    default:
      return [];
  }
}

function commandFact(step, want, got, norm) {
  const table =
    /^get /.test(step.kubectl ?? "") &&
    !/-o[ =]?(yaml|json)|--output[ =](yaml|json)|jsonpath|-o name/.test(step.kubectl);
  const describes = /^describe /.test(step.kubectl ?? "");
  const text = (s) =>
    table
      ? asRows(norm(s))
      : describes
        ? norm(s)
            .replace(/^Events:(.|\n )*/gm, "Events: …")
            .trimEnd()
        : norm(s).trimEnd();
  const slices = /^get endpointslices .*(yaml|json)/.test(step.kubectl ?? ""); // endpoints come in the order in which pods became ready
  const tidy = (s) =>
    slices
      ? asRows(
          norm(s)
            .replace(/^\s*"?generation"?:.*$/gm, "")
            .replace(/^(\s*)- /gm, "$1  "),
        )
      : text(s);
  const shape = (r) => ({ exit: r.exit, stdout: tidy(r.stdout), stderr: norm(r.stderr).trimEnd() });
  return equalFact(`kubectl ${step.kubectl ?? titleOf(step)}`, shape(want), shape(got));
}

/** A pod's own page may differ; what the tool itself says may not. */
function execFact(step, want, got, norm) {
  const own = /^\s*\{"pod":/m;
  const served = own.test(want.stdout);
  const lines = (s) =>
    norm(s)
      .split("\n")
      .filter(
        (l) =>
          !own.test(l) &&
          !/^(< )?(Server|Content-|Date|Connection|Length|Last-Modified|Accept-Ranges|ETag|HTTP\/1\.[01] 501|Saving to|TIME \(SPEED|\s+0K|\{ \[\d+ bytes)/i.test(
            l,
          ) &&
          !/^\s*\d+K |100% |\[\d+ bytes data\]/.test(l),
      )
      .join("\n")
      .trim();
  if (/^(conntrack|ip neigh|cat \/etc\/hosts)|curl .*-\w*I/.test(want.cmd))
    return equalFact(`[${Object.values(want.from)[0]}] ${want.cmd}`, { exit: want.exit }, { exit: got.exit });
  const unordered = /busybox nslookup|getent|ip neigh|^iptables/.test(want.cmd);
  const tidy = (s) => (unordered ? asRows(lines(s)) : lines(s));
  const shape = (r) => ({
    exit: /\|/.test(want.cmd) ? 0 : r.exit,
    stdout: served ? "" : tidy(r.stdout),
    stderr: tidy(r.stderr),
    waited: waited(r.seconds),
  });
  return equalFact(`[${Object.values(want.from)[0]}] ${want.cmd}`, shape(want), shape(got));
}

function waited(seconds) {
  return seconds < 1.6 ? "at once" : `${Math.round(seconds)} s`; // the kernel sends a host only so many ICMP errors a second: a refusal may take one SYN more
}

function dnsFact(want, got, norm) {
  const shape = (a) =>
    a && {
      status: a.status,
      flags: (a.flags ?? []).join(" "),
      answer: (a.answer ?? []).map(norm).sort(),
      authority: (a.authority ?? []).map(norm).sort(),
    };
  return equalFact(`dns ${want.type} ${norm(want.name)}`, shape(want), shape(got));
}

function resolveFact(want, got, norm) {
  const shape = (r) =>
    r && {
      resolved: r.exit === 0,
      addresses: r.addresses.map(norm).sort(),
      queries: (r.queries ?? [])
        .filter((q) => q.type === "A" && q.name.startsWith(`${want.name.replace(/\.$/, "")}.`))
        .map((q) => `${q.type} ${norm(q.name)} ${q.rcode}`)
        .sort(),
    };
  return equalFact(`resolve ${want.name}`, shape(want), shape(got));
}

/** The first so many tries were made in one and the same cluster. */
export const ONE_CLUSTER = 60;

/** Endpoints are drawn: what was recorded must be among what happens when it is tried many times. */
function requestFacts(step, want, got, norm) {
  const all = (r) => r.results ?? [r.result];
  const tells = all(want).some((r) => servedBody(r.body)); // an API server's or a health check's page tells nothing of its caller
  const one = (r) => {
    const body = tells ? servedBody(r.body) : null;
    return JSON.stringify({
      http: r.http,
      exit: r.exit,
      stderr: norm(r.stderr).trim(),
      host: norm(body?.host),
      path: body?.path,
      port: body?.port,
      caller: callerClass(body?.client),
    });
  };
  const [wanted, seen] = [all(want), all(got)].map((rs) => [...new Set(rs.map(one))].sort());
  const title = `request ${step.request} from ${step.from}`;
  const missing = wanted.find((w) => !seen.includes(w));
  const facts = [fact(title, !missing, missing ?? wanted[0], missing ? seen[0] : wanted[0])];
  if (all(want).length >= 20) {
    const unseen = all(got)
      .slice(0, ONE_CLUSTER)
      .map(one)
      .find((s) => !wanted.includes(s));
    facts.push(fact(`${title}: nothing else happens`, !unseen, wanted.join(" "), unseen ?? wanted.join(" ")));
    const pods = (r) =>
      new Set(
        all(r)
          .slice(0, ONE_CLUSTER)
          .map((x) => servedBody(x.body)?.pod)
          .filter(Boolean),
      ).size;
    facts.push(equalFact(`${title}: pods that answer`, pods(want), pods(got)));
  }
  return facts;
}

/**
 * The kernel's walk through the rules. Endpoints are drawn, so the walk is tried many times: one try must match the
 * recorded connection as a whole, and every recorded DNS packet must be among those seen.
 */
export function walkFacts(step, want, got) {
  if (
    !want.kernel ||
    /\/\/10\.96\.0\.1\//.test(step.request ?? "") ||
    want.kernel.some((p) => p.packet.src === "172.18.0.254")
  )
    return [];
  const title = `${titleOf(step)} from ${step.from}`;
  const [wanted, ...rest] = [want.kernel, ...got.walks].map(walkTexts);
  const facts = [];
  if (wanted.connection) {
    const found = rest.find((w) => w.connection === wanted.connection);
    facts.push(
      fact(`rules walked: ${title}`, Boolean(found), wanted.connection, (found ?? rest[0])?.connection ?? "no walk"),
    );
  }
  if (wanted.dns.length) {
    const seen = new Set(rest.flatMap((w) => w.dns));
    const missing = wanted.dns.find((d) => !seen.has(d));
    facts.push(
      fact(
        `rules walked by DNS: ${title}`,
        !missing,
        missing ?? wanted.dns[0],
        missing ? ([...seen][0] ?? "no walk") : wanted.dns[0],
      ),
    );
  }
  return facts;
}

/** packets: [{node, packet: {proto}, rules: [{table, chain, rule}]}]; only rules that matched. */
function walkTexts(packets) {
  const text = (p) => `${p.node} ${p.packet.proto}\n${p.rules.map((r) => `  ${r.table} ${r.rule}`).join("\n")}`;
  const met = packets.filter((p) => p.rules.length && p.packet.dst !== "203.0.113.53"); // CoreDNS's own socket to the outside may be an old flow
  return {
    connection: met
      .filter((p) => p.packet.proto !== "udp")
      .map(text)
      .sort()
      .join("\n"),
    dns: [...new Set(met.filter((p) => p.packet.proto === "udp").map(text))].sort(),
  };
}

function result(want) {
  return want ?? {};
}

function udpShape(r) {
  let port = null;
  try {
    port = JSON.parse(r.answer).port;
  } catch {
    /* no answer */
  }
  return { answered: r.exit === 0, port };
}

function titleOf(step) {
  const [verb, arg] = Object.entries(step)[0];
  return `${verb} ${typeof arg === "string" ? arg.split("\n").slice(0, 8).join(" / ").slice(0, 160) : JSON.stringify(arg).slice(0, 120)}`;
}

export function equalFact(name, want, got) {
  return fact(name, JSON.stringify(want) === JSON.stringify(got), want, got);
}

export function fact(name, ok, want, got) {
  return { fact: name, ok, want, got };
}
