import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openClusterInSteps } from "../engine/cluster.ts";
import type { Answer, Ask, Tell } from "../protocol/protocol.ts";
import { EngineHost } from "./engine-host.ts";

const SERVICE =
  "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n";

/** A host whose time is its own: every look at the clock takes a tenth of a millisecond, waiting takes none. */
function openHost(cluster: typeof openClusterInSteps = openClusterInSteps) {
  const tells: Tell[] = [];
  let nowMs = 0;
  let id = 0;
  const host = new EngineHost({
    openCluster: cluster,
    post: (tell) => tells.push(tell),
    now: () => (nowMs += 0.1),
    later: (afterMs, run) => {
      nowMs += afterMs;
      setImmediate(run);
    },
  });
  const ask = async (asked: Ask extends infer A ? (A extends Ask ? Omit<A, "id"> : never) : never): Promise<Answer> => {
    const own = ++id;
    await host.take({ ...asked, id: own });
    const told = tells.find((tell) => tell.kind === "answer" && tell.id === own);
    const refused = tells.find((tell) => tell.kind === "refused" && tell.id === own);
    if (refused?.kind === "refused") throw new Error(`refused: ${refused.message}`);
    if (told?.kind !== "answer") throw new Error(`not answered: ${JSON.stringify(tells.at(-1))}`);
    return told.answer;
  };
  return { tells, ask };
}

/** Pods of the default namespace that run, by all that was told. */
function runningPods(tells: readonly Tell[]): number {
  const running = new Set<string>();
  for (const tell of tells) {
    for (const { type, object } of tell.kind === "changes" ? tell.changes : []) {
      if (object.kind !== "Pod" || object.metadata.namespace !== "default") continue;
      const { phase } = (object as { status?: { phase?: string } }).status ?? {};
      if (type !== "DELETED" && phase === "Running") running.add(object.metadata.name);
      else running.delete(object.metadata.name);
    }
  }
  return running.size;
}

const files = (text: string) => [{ name: "a.yaml", text }];

describe("apply", () => {
  it("takes every document that parses, each on its own, and says what is wrong with the others", async () => {
    const { ask } = openHost();
    await ask({ kind: "open", seed: 1 });
    const text = `${SERVICE}---\nkind: [\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n`;
    const answer = await ask({ kind: "apply", files: files(text) });
    expect(answer).toMatchObject({ documents: [{ result: "created" }, { result: "created" }] });
    const { problems } = answer as Extract<Answer, { kind: "applied" }>;
    expect(problems).toHaveLength(1);
    expect(text.slice(problems[0]!.from - 20, problems[0]!.to)).toContain("[");
  });

  it("tells the changes, each object once a batch", async () => {
    const { ask, tells } = openHost();
    await ask({ kind: "open", seed: 1 });
    const before = tells.length;
    await ask({ kind: "apply", files: files(SERVICE) });
    const batches = tells.slice(before).filter((tell) => tell.kind === "changes");
    expect(batches.flatMap(({ changes }) => changes.map(({ object }) => object.metadata.name))).toContain("web");
    for (const { changes } of batches) {
      const keys = changes.map(({ object }) => `${object.kind} ${object.metadata.name}`);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});

describe("validate", () => {
  const problemsOf = async (text: string) => {
    const { ask } = openHost();
    await ask({ kind: "open", seed: 1 });
    const answer = await ask({ kind: "validate", file: "a.yaml", text });
    const { problems } = answer as Extract<Answer, { kind: "validated" }>;
    return problems.map(({ from, message }) => ({ line: text.slice(0, from).split("\n").length, message }));
  };

  it.each`
    text                                                                   | line | says
    ${SERVICE.replace("app: web", "app:web")}                              | ${7} | ${"Go struct field ServiceSpec.spec.selector"}
    ${SERVICE.replace("port: 80", "ports: 80")}                            | ${9} | ${'unknown field "spec.ports[0].ports"'}
    ${SERVICE.replace("port: 80", "port: eighty")}                         | ${9} | ${"cannot unmarshal string into Go struct field"}
    ${SERVICE.replace("port: 80", "port: 80000")}                          | ${9} | ${"must be between 1 and 65535"}
    ${SERVICE.replace("  name: web", "  - name: web")}                     | ${4} | ${"metadata"}
    ${SERVICE.replace("kind: Service", "kind: Gadget")}                    | ${2} | ${'no matches for kind "Gadget" in version "v1"'}
    ${SERVICE.replace("metadata:", "metadata: {")}                         | ${5} | ${"yaml"}
    ${SERVICE.replace("  name: web", "  name: web\n  namespace: nowhere")} | ${2} | ${'namespaces "nowhere" not found'}
  `("marks line $line: $says", async ({ text, line, says }) => {
    const problems = await problemsOf(text);
    expect(problems.map(({ message }) => message).join("\n")).toContain(says);
    expect(problems[0]?.line).toBe(line);
  });

  it("finds nothing wrong with a namespace that the same text makes", async () => {
    const text = `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n---\n${SERVICE.replace("  name: web", "  name: web\n  namespace: shop")}`;
    expect(await problemsOf(text)).toEqual([]);
  });

  it("changes nothing and takes no time", async () => {
    const { ask, tells } = openHost();
    await ask({ kind: "open", seed: 1 });
    const before = tells.length;
    const answers = () => tells.filter((tell) => tell.kind === "answer").map(({ nowMs }) => nowMs);
    await ask({ kind: "validate", file: "a.yaml", text: SERVICE });
    await ask({ kind: "validate", file: "a.yaml", text: SERVICE });
    expect(new Set(answers().slice(-2)).size).toBe(1);
    expect(tells.slice(before).filter((tell) => tell.kind === "changes")).toEqual([]);
  });
});

describe("long work", () => {
  const many = Array.from({ length: 200 }, (_, index) => SERVICE.replace("name: web", `name: web-${index}`)).join(
    "---\n",
  );

  it("lets others be heard: rules are told before a long text is checked", async () => {
    const { ask, tells } = openHost();
    await ask({ kind: "open", seed: 1 });
    const checking = ask({ kind: "validate", file: "a.yaml", text: many });
    await new Promise((resolve) => setImmediate(resolve));
    await ask({ kind: "rules", node: "node-1", table: "nat" });
    await checking;
    const answered = tells.flatMap((tell) => (tell.kind === "answer" ? tell.answer.kind : []));
    expect(answered).toEqual(["opened", "rules", "validated"]);
  });

  it("gives up an old text for a newer one of the same file", async () => {
    const { ask } = openHost();
    await ask({ kind: "open", seed: 1 });
    const old = ask({ kind: "validate", file: "a.yaml", text: many });
    const other = ask({ kind: "validate", file: "b.yaml", text: many });
    const newer = ask({ kind: "validate", file: "a.yaml", text: SERVICE });
    await expect(old).rejects.toThrow("refused: a newer text of a.yaml is checked");
    expect(await Promise.all([other, newer])).toMatchObject([{ documents: { length: 200 } }, { documents: [{}] }]);
  });

  it("is refused when another cluster is opened meanwhile, and what is asked of that one waits for it", async () => {
    const { ask } = openHost();
    await ask({ kind: "open", seed: 1 });
    const applying = ask({ kind: "apply", files: files(many) });
    const opening = ask({ kind: "open", seed: 2 });
    const running = ask({ kind: "run", line: "kubectl get svc web-0" });
    await expect(applying).rejects.toThrow("refused: another cluster was opened meanwhile");
    await opening;
    expect(await running).toMatchObject({ result: { stderr: expect.stringContaining('"web-0" not found') } });
  });

  it("tells a large cluster in several messages, and all of it", async () => {
    const { ask, tells } = openHost();
    await ask({ kind: "open", seed: 1 });
    const configMaps = Array.from(
      { length: 1200 },
      (_, index) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c-${index}\n`,
    );
    await ask({ kind: "apply", files: files(configMaps.join("---\n")) });
    const saved = await ask({ kind: "save" });
    if (saved.kind !== "saved") throw new Error("not saved");
    tells.length = 0;
    await ask({ kind: "open", seed: 1, saved: saved.saved });
    const told = tells.flatMap((tell) =>
      tell.kind === "objects" ? tell.objects : tell.kind === "changes" ? tell.changes.map(({ object }) => object) : [],
    );
    expect(told.filter(({ kind, metadata }) => kind === "ConfigMap" && metadata.name.startsWith("c-"))).toHaveLength(
      1200,
    );
    expect(tells.filter(({ kind }) => kind === "changes").length).toBeGreaterThan(0);
  });
});

describe("undo and redo", () => {
  it("take a change back and make it again, and say whose it was", async () => {
    const { ask, tells } = openHost();
    await ask({ kind: "open", seed: 1 });
    await ask({ kind: "apply", files: files(SERVICE) });
    const names = () => {
      const whole = tells.findLast((tell) => tell.kind === "objects");
      return whole?.kind === "objects"
        ? whole.objects.filter(({ kind }) => kind === "Service").map(({ metadata }) => metadata.name)
        : [];
    };
    expect(await ask({ kind: "undo" })).toEqual({ kind: "done", changeOf: 2 });
    expect(names()).not.toContain("web");
    expect(tells.findLast((tell) => tell.kind === "history")).toMatchObject({ canUndo: false, canRedo: true });
    expect(await ask({ kind: "redo" })).toEqual({ kind: "done", changeOf: 2 });
    expect(names()).toContain("web");
  });

  it("know nothing of commands that only ask", async () => {
    const { ask, tells } = openHost();
    await ask({ kind: "open", seed: 1 });
    await ask({ kind: "run", line: "kubectl get svc" });
    expect(tells.findLast((tell) => tell.kind === "history")).toMatchObject({ canUndo: false });
  });
});

describe("commands", () => {
  it("say what they say as they say it, and end with an exit code", async () => {
    const { ask, tells } = openHost();
    await ask({ kind: "open", seed: 1 });
    const answer = await ask({ kind: "run", line: "kubectl get svc kubernetes" });
    expect(answer).toMatchObject({ kind: "ran", result: { exitCode: 0 } });
    const said = tells.flatMap((tell) => (tell.kind === "output" ? tell.text : [])).join("");
    expect(said).toContain("10.96.0.1");
  });

  it("are followed by the time that the cluster needs to come to rest", async () => {
    const { ask, tells } = openHost();
    const deployment = readFileSync(new URL("../scenarios/numbers/api.yaml", import.meta.url), "utf8");
    await ask({ kind: "open", seed: 1, files: files(deployment) });
    await ask({ kind: "run", line: "kubectl scale deployment numbers-api --replicas=5" });
    await expect.poll(() => runningPods(tells), { timeout: 10_000 }).toBe(5);
  });

  it("run beside others, and are stopped when they wait for ever", async () => {
    const { ask } = openHost();
    await ask({ kind: "open", seed: 1 });
    const watching = ask({ kind: "run", line: "kubectl get pods --watch" });
    expect(await ask({ kind: "apply", files: files(SERVICE) })).toMatchObject({ documents: [{ result: "created" }] });
    await ask({ kind: "interrupt", command: 2 });
    expect(await watching).toMatchObject({ result: { exitCode: 130 } });
  });
});

describe("a stream", () => {
  it("sends ten a second of the wall's time, tells each in a line, and keeps its trace until it is asked for", async () => {
    const { ask, tells } = openHost();
    await ask({ kind: "open", seed: 1 });
    const request = { from: { node: "node-1" }, url: "https://10.96.0.1/", curlArguments: "-k" };
    const streaming = ask({ kind: "stream", request, everyMs: 100 });
    const results = () => tells.flatMap((tell) => (tell.kind === "streamed" ? tell.result : []));
    await expect.poll(() => results().length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(4);
    await ask({ kind: "interrupt", command: 2 });
    expect(await streaming).toEqual({ kind: "done" });
    const sent = results().map(({ sentMs }) => sentMs);
    expect(sent.slice(1).map((ms, index) => Math.round(ms - (sent[index] ?? 0)))).toEqual(sent.slice(1).map(() => 100));
    expect(await ask({ kind: "recall", stream: 2, number: 3 })).toMatchObject({ trace: { request, beganMs: sent[3] } });
    expect(await ask({ kind: "recall", stream: 2, number: 9999 })).toEqual({ kind: "recalled" });
  });

  it("lets a change come to rest beside it, and ends when another cluster is opened", async () => {
    const { ask, tells } = openHost();
    await ask({ kind: "open", seed: 1 });
    const request = { from: { node: "node-1" }, url: "http://10.244.9.9/", timeoutMs: 500 };
    const streaming = ask({ kind: "stream", request, everyMs: 100 });
    expect(await ask({ kind: "apply", files: files(SERVICE) })).toMatchObject({ documents: [{ result: "created" }] });
    await expect
      .poll(() => tells.find((tell) => tell.kind === "streamed"), { timeout: 20_000, interval: 5 })
      .toMatchObject({ result: { exitCode: 28 } });
    await ask({ kind: "open", seed: 1 });
    expect(await streaming).toEqual({ kind: "done" });
  });
});

describe("machines", () => {
  it("that lost their link or power are told", async () => {
    const { ask, tells } = openHost();
    await ask({ kind: "open", seed: 1 });
    const broken = () => tells.findLast((tell) => tell.kind === "broken");
    await ask({ kind: "happen", event: { kind: "link", node: "node-1", up: false } });
    expect(broken()).toMatchObject({ unlinked: ["node-1"], unpowered: [] });
    await ask({ kind: "happen", event: { kind: "power", node: "node-2", on: false } });
    expect(broken()).toMatchObject({ unlinked: ["node-1"], unpowered: ["node-2"] });
  });
});

describe("a bug of ours", () => {
  it("says the seed and what replays it, and takes no more asks", async () => {
    const { tells, ask } = openHost(function* (options) {
      const iptablesSave = () => {
        throw new Error("broken on purpose");
      };
      return { ...(yield* openClusterInSteps(options)), iptablesSave };
    });
    await ask({ kind: "open", seed: 7 });
    await expect(ask({ kind: "rules", node: "node-1", table: "nat" })).rejects.toThrow("not answered");
    const failed = tells.at(-1);
    expect(failed).toMatchObject({ kind: "failed", seed: 7, asks: [{ kind: "open" }, { kind: "rules" }] });
    await expect(ask({ kind: "save" })).rejects.toThrow("not answered");
  });
});
