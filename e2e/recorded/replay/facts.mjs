// All facts of one recording, held against an engine: what follows from a snapshot's objects, and the scenario done again.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { compareStep, equalFact, fact, walkFacts } from "./compare.mjs";
import { dnsShape, engineRunner, tryAgain } from "./engine.mjs";
import { normaliser } from "./normalise.mjs";

const PER_SERVICE = new Set(["KUBE-SERVICES", "KUBE-NODEPORTS", "KUBE-EXTERNAL-SERVICES", "KUBE-PROXY-FIREWALL"]);
const read = (...path) => JSON.parse(textOf(...path));
const isThere = (...path) => existsSync(join(...path)) || existsSync(`${join(...path)}.gz`);

/** Given the objects of one moment: the rules on every node, what kubectl prints, what DNS answers, where packets go. To the byte. */
export function staticFacts(openCluster, dir) {
  const facts = [];
  const momentOf = moments(read(dir, "record.json"));
  const norm = normaliser("");
  for (let n = 1; isThere(dir, `objects-${n}.json`); n++) {
    const views = read(dir, `views-${n}.json`);
    const name = `snapshot ${n}`;
    attempt(facts, `${name} loads`, () => {
      const objects = read(dir, `objects-${n}.json`).items;
      const open = (seed) => openCluster({ objects, seed, startAt: views.kubectl[0].at, cloud: "none" });
      const cluster = open(1);
      const beganMs = cluster.nowMs;
      for (const node of ["control-plane", "node-1", "node-2"]) {
        attempt(facts, `rules ${node} (${name})`, () => {
          const [nat, filter] = rulesOf(textOf(dir, `iptables-${n}-${node}.txt`));
          facts.push(equalFact(`rules nat ${node} (${name})`, nat, canonical(cluster.iptablesSave(node, "nat"))));
          facts.push(
            equalFact(`rules filter ${node} (${name})`, filter, canonical(cluster.iptablesSave(node, "filter"))),
          );
        });
      }
      for (const view of views.kubectl) {
        attempt(facts, `${view.cmd} (${name})`, () => {
          const elapsedMs = Date.parse(view.at) - Date.parse(views.kubectl[0].at);
          cluster.advance(Math.max(0, elapsedMs - (cluster.nowMs - beganMs)));
          const got = cluster.run(view.cmd);
          facts.push(
            equalFact(
              `${view.cmd} (${name})`,
              tolerant(view),
              tolerant({ stdout: got.stdout, stderr: got.stderr, exit: got.exitCode }),
            ),
          );
        });
      }
      for (const { step, result, announced } of momentOf.get(n) ?? []) {
        attempt(facts, `${Object.keys(step)[0]} ${step.request ?? step.ping} (${name})`, () => {
          const got = tryAgain(open, step, result, announced);
          if (step.request) facts.push(...compareStep(step, result, got, norm));
          facts.push(...walkFacts(step, result, got));
        });
      }
      const asker = objects.find((o) => o.kind === "Pod" && o.metadata.namespace === "kube-system");
      for (const answer of views.dns) {
        attempt(facts, `dns ${answer.type} ${answer.name} (${name})`, () => {
          const got = dnsShape(
            cluster.query({ pod: asker.metadata.name, namespace: "kube-system" }, answer.name, answer.type),
          );
          const shape = (a) => ({
            status: a.status,
            flags: (a.flags ?? []).join(" "),
            answer: [...(a.answer ?? [])].sort(),
            authority: (a.authority ?? []).map((l) => l.replace(/ \d{10} 7200/, " SERIAL 7200")),
          });
          facts.push(equalFact(`dns ${answer.type} ${answer.name} (${name})`, shape(answer), shape(got)));
        });
      }
    });
  }
  return facts;
}

/** Ages may differ by the second that passed between two commands. */
function tolerant({ stdout, stderr, exit }) {
  const soften = (s) =>
    s
      .replace(/\b(\d+m)(\d{1,2}s)?\b|\b\d{1,3}s\b/g, "$1~s")
      .replace(/ {2,}/g, "  ")
      .trimEnd();
  return { exit, stdout: soften(stdout), stderr: soften(stderr) };
}

/** Requests and pings that were made while the cluster stood as in snapshot N. */
function moments(record) {
  const looks = /^(get|describe|explain|version|api-|config|cluster-info|rollout (status|history))/;
  let state = 0;
  const announced = [];
  const placed = record.map(({ step, result }) => {
    const [verb, arg] = Object.entries(step)[0];
    if (verb === "status")
      announced.push(...arg.ingress.filter((i) => i.ip).map((i) => ({ address: i.ip, node: arg.via })));
    if (
      !["snapshot", "dns", "resolve", "request", "udp", "ping", "exec"].includes(verb) &&
      !(verb === "kubectl" && looks.test(arg))
    )
      state++;
    return { step, result, state, announced: [...announced] };
  });
  const byState = new Map(placed.filter((p) => "snapshot" in p.step).map((p, i) => [p.state, i + 1]));
  const found = new Map();
  for (const p of placed) {
    const n = byState.get(p.state);
    if (n && p.result && ("request" in p.step || ("ping" in p.step && p.step.trace)))
      found.set(n, [...(found.get(n) ?? []), p]);
  }
  return found;
}

function rulesOf(text) {
  const [, nat, filter] = text.split(/^\*(?:nat|filter)\n/m);
  return [canonical(nat), canonical(filter)];
}

/**
 * A table chain by chain, without counters and frame. kube-proxy visits Services in the order of a Go map, so their
 * rules in the shared chains are compared as a set (but for the last, which must be last); every other chain in order.
 */
function canonical(text) {
  const chains = new Map();
  for (const line of text.split("\n").map((l) => l.replace(/ \[\d+:\d+\]$/, "").trimEnd())) {
    const declared = line.match(/^:(\S+)/)?.[1];
    const appended = line.match(/^-A (\S+)/)?.[1];
    if (declared) chains.set(declared, [line]);
    else if (appended) chains.get(appended).push(line);
  }
  return [...chains.keys()].sort().flatMap((name) => {
    const [head, ...rules] = chains.get(name);
    if (!PER_SERVICE.has(name)) return [head, ...rules];
    const last = rules.filter((r) => r.includes("this must be the last rule"));
    return [head, ...rules.filter((r) => !last.includes(r)).sort(), ...last];
  });
}

/** The scenario done again from an empty cluster. Requests are judged in their recorded moment, above. */
export function replayFacts(openCluster, dir) {
  const facts = [];
  const record = read(dir, "record.json");
  const scenario = textOf(dir, "scenario.yaml");
  const norm = normaliser(scenario);
  attempt(facts, "replay", () => {
    const perform = engineRunner(openCluster({ seed: 1, startAt: record.find((r) => r.at).at, cloud: "none" }));
    for (const { step, result } of record) {
      let got;
      try {
        got = perform(step);
      } catch (error) {
        got = {
          threw: String(error?.stack ?? error)
            .split("\n")
            .slice(0, 3)
            .join(" "),
        };
      }
      if (result && !("request" in step)) facts.push(...compareStep(step, result, got, norm));
      else if (got?.threw) facts.push(fact(Object.keys(step)[0], false, "no exception", got.threw));
    }
  });
  return facts;
}

function attempt(facts, name, run) {
  try {
    run();
  } catch (error) {
    facts.push(
      fact(
        name,
        false,
        "no exception",
        String(error?.stack ?? error)
          .split("\n")
          .slice(0, 3)
          .join(" "),
      ),
    );
  }
}

/** A file of a recording; the project's own ones are compressed. */
function textOf(...path) {
  const file = join(...path);
  return existsSync(file) ? readFileSync(file, "utf8") : gunzipSync(readFileSync(`${file}.gz`)).toString("utf8");
}
