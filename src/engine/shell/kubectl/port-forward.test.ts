import { beforeEach, describe, expect, it, test } from "vitest";
import { openCluster } from "../../cluster.ts";
import type { Cluster, ClusterEvent, CommandId } from "../../cluster.types.ts";
import { traceToText } from "../../trace/trace-text.ts";

/** A cluster with a Service `web` (8000 -> named port of nginx), and `loc`, which listens on 127.0.0.1 only. */
let cluster: Cluster;
let events: ClusterEvent[];

beforeEach(() => {
  cluster = openCluster();
  events = [];
  for (const line of [
    "kubectl create deployment web --image=nginx --replicas=2 --port=80",
    "kubectl expose deploy web --port=8000 --target-port=80",
    "kubectl create deployment loc --image=http-local",
  ])
    cluster.run(line);
  cluster.settle();
  cluster.listen((event) => events.push(event));
});

function begin(line: string): CommandId {
  const id = cluster.begin(line);
  cluster.work({ tasksMax: 1000, untilMs: cluster.nowMs + 1000 });
  return id;
}

function said(id: CommandId): string {
  return events.flatMap((event) => (event.kind === "output" && event.id === id ? [event.text] : [])).join("");
}

function exitCodeOf(id: CommandId): number | undefined {
  const ended = events.find((event) => event.kind === "ended" && event.id === id);
  return ended?.kind === "ended" ? ended.result.exitCode : undefined;
}

describe("while kubectl port-forward runs", () => {
  it("carries what is typed at the workstation into the one pod that it picked, and ends with Ctrl+C", () => {
    const forward = begin("kubectl port-forward svc/web 8080:8000");
    const answered = cluster.run("curl -sS localhost:8080/hello");
    expect(JSON.parse(answered.stdout)).toMatchObject({
      port: 80,
      client: "127.0.0.1",
      host: "localhost:8080",
      path: "/hello",
    });
    expect(said(forward)).toBe(
      "Forwarding from 127.0.0.1:8080 -> 80\nForwarding from [::1]:8080 -> 80\nHandling connection for 8080\n",
    );
    const pods = Array.from({ length: 6 }, () => JSON.parse(cluster.run("wget -qO- localhost:8080").stdout).pod);
    expect(new Set(pods).size).toBe(1);
    cluster.stop(forward);
    expect(cluster.run("curl -sS localhost:8080")).toMatchObject({
      exitCode: 7,
      stderr: "curl: (7) Failed to connect to localhost port 8080 after 0 ms: Couldn't connect to server\n",
    });
  });

  it("reaches a listener that is bound to 127.0.0.1 in the pod", () => {
    begin("kubectl port-forward deploy/loc 9090:80");
    expect(cluster.run("curl -sS localhost:9090").exitCode).toBe(0);
    expect(cluster.run("nc -z localhost 9090").exitCode).toBe(0);
  });

  it("shows the way as it is: kubectl, the API server, the kubelet, the pod's loopback, and no rule of a Service", () => {
    begin("kubectl port-forward svc/web 8080:8000");
    const [trace] = cluster.run("curl -sS localhost:8080").traces;
    const request = trace?.packets.find(({ kind }) => kind === "http-request");
    const steps = request?.hops.flatMap((hop) => hop.steps) ?? [];
    expect(request?.hops.map(({ host }) => host.split(" ")[0])).toEqual(["outside", "node", "node", "pod"]);
    expect(steps.flatMap((step) => (step.kind === "relay" ? [step.by] : []))).toEqual([
      "kubectl",
      "kube-apiserver",
      "kubelet",
    ]);
    expect(steps.flatMap((step) => (step.kind === "relay" ? step.references : []))).toContainEqual(
      expect.objectContaining({ object: expect.objectContaining({ kind: "Pod" }) }),
    );
    expect(traceToText(trace!)).not.toMatch(/KUBE-(SVC|SEP)|dns-query/);
  });

  it("draws a free port for :80, the same for both families, and listens on several ports", () => {
    const forward = begin("kubectl port-forward deploy/web :80 8081:80");
    const [, drawn = "", again] = /127\.0\.0\.1:(\d+) -> 80\nForwarding from \[::1\]:(\d+)/.exec(said(forward)) ?? [];
    expect(again).toBe(drawn);
    expect(cluster.run(`curl -sS localhost:${drawn}`).exitCode).toBe(0);
    expect(cluster.run("curl -sS localhost:8081").exitCode).toBe(0);
  });

  it("lets others in with --address", () => {
    begin("kubectl port-forward deploy/loc 9090:80 --address 0.0.0.0");
    expect(cluster.run("curl -sS 198.51.100.7:9090", { on: { node: "node-1" } }).exitCode).toBe(0);
  });
});

describe("what goes wrong", () => {
  it("is told on both sides when nothing listens in the pod; kubectl gives up", () => {
    const forward = begin("kubectl port-forward deploy/web 8080:81");
    const { exitCode, stderr, traces } = cluster.run("curl -sS localhost:8080");
    expect({ exitCode, stderr }).toEqual({ exitCode: 52, stderr: "curl: (52) Empty reply from server\n" });
    expect(said(forward)).toMatch(
      /\nHandling connection for 8080\nE0101 00:00:\d\d\.\d{6} +\d+ portforward\.go:522\] "Unhandled Error" err="an error occurred forwarding 8080 -> 81: error forwarding port 81 to pod [0-9a-f]{64}, uid : failed to execute portforward .*IPv4: dial tcp4 127\.0\.0\.1:81: connect: connection refused IPv6 .*\nerror: lost connection to pod\n$/,
    );
    expect(exitCodeOf(forward)).toBe(1);
    expect(cluster.diagnose(traces[0]!)).toMatchObject({ code: "FORWARDED_PORT_CLOSED" });
  });

  it("ends with the next connection after the pod is gone", () => {
    const forward = begin("kubectl port-forward deploy/web 8080:80");
    cluster.run("kubectl delete pods -l app=web");
    cluster.settle();
    expect(cluster.run("curl -sS localhost:8080").exitCode).toBe(52);
    expect(said(forward)).toContain("in store: not found");
    expect(exitCodeOf(forward)).toBe(1);
  });

  it("refuses a port that another port-forward has", () => {
    begin("kubectl port-forward deploy/web 8080:80");
    expect(cluster.run("kubectl port-forward deploy/loc 8080:80")).toMatchObject({
      exitCode: 1,
      stderr:
        "Unable to listen on port 8080: Listeners failed to create with the following errors: [unable to create listener: Error listen tcp4 127.0.0.1:8080: bind: address already in use unable to create listener: Error listen tcp6 [::1]:8080: bind: address already in use]\n" +
        "error: unable to listen on any of the requested ports: [{8080 80}]\n",
    });
  });

  it("has a diagnosis of its own when no port-forward runs", () => {
    const { traces } = cluster.run("curl -sS localhost:8080");
    expect(cluster.diagnose(traces[0]!)).toMatchObject({ code: "NO_PORT_FORWARD" });
  });

  test.each`
    words                             | stderr
    ${"deploy/web"}                   | ${"error: TYPE/NAME and list of ports are required for port-forward\nSee 'kubectl port-forward -h' for help and examples\n"}
    ${"svc/web 8080:9"}               | ${"error: Service web does not have a service port 9\n"}
    ${"svc/web 8080:http"}            | ${"error: Service 'web' does not have a named port 'http'\n"}
    ${"deploy/web 80x:80"}            | ${"error: error parsing local port '80x': strconv.ParseUint: parsing \"80x\": invalid syntax\n"}
    ${"deploy/web 80:70000"}          | ${"error: error parsing remote port '70000': strconv.ParseUint: parsing \"70000\": value out of range\n"}
    ${"deploy/web 80 --address here"} | ${"error: here is not a valid IP\n"}
  `("$words", ({ words, stderr }) => {
    expect(cluster.run(`kubectl port-forward ${words}`)).toMatchObject({ exitCode: 1, stdout: "", stderr });
  });
});
