import { describe, expect, test } from "vitest";
import type { Condition, Pod } from "../../model/objects.ts";
import { deploymentOf, eventsAbout, openBareCluster, podsOf, serviceOf } from "../testing/bare-cluster.ts";
import type { BareCluster } from "../testing/bare-cluster.ts";

const PERIOD = { periodSeconds: 10, failureThreshold: 3 };

function theOnly(cluster: BareCluster): Pod {
  const [pod] = podsOf(cluster, "web");
  if (!pod) throw new Error("no pod");
  return pod;
}

const state = (pod: Pod) => {
  const [status] = pod.status?.containerStatuses ?? [];
  const { waiting, running, terminated } = status?.state ?? {};
  const shown = waiting?.reason ?? terminated?.reason ?? (running && "Running");
  return `${shown}, ${status?.restartCount} restarts, ${status?.ready ? "ready" : "not ready"}`;
};

test("a pod reports what a kubelet reports", () => {
  const cluster = openBareCluster();
  cluster.api.create(deploymentOf("web"));
  cluster.advance(1000);
  const { status } = theOnly(cluster);
  expect(status).toMatchObject({
    phase: "Running",
    qosClass: "BestEffort",
    podIP: expect.stringMatching(/^10\.244\.[12]\.3$/),
  });
  expect(status?.conditions?.map(({ type, status: is }: Condition) => `${type}=${is}`)).toEqual([
    "PodReadyToStartContainers=True",
    "Initialized=True",
    "Ready=True",
    "ContainersReady=True",
    "PodScheduled=True",
  ]);
});

test("a container whose ConfigMap is not there waits until it is", () => {
  const cluster = openBareCluster();
  const envFrom = [{ configMapRef: { name: "settings" } }];
  cluster.api.create(deploymentOf("web", { container: { envFrom } }));
  cluster.advance(1000);
  expect(state(theOnly(cluster))).toBe("CreateContainerConfigError, 0 restarts, not ready");
  cluster.api.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", namespace: "default" } });
  cluster.advance(15_000);
  expect(state(theOnly(cluster))).toBe("Running, 0 restarts, ready");
});

test("an image that no registry has is pulled again after 10 s, 20 s, 40 s", () => {
  const cluster = openBareCluster();
  cluster.api.create(deploymentOf("web", { container: { image: "unpullable" } }));
  const seen: string[] = [];
  for (const ms of [1000, 2000, 9500, 21_000]) {
    cluster.advance(ms);
    seen.push(state(theOnly(cluster)));
  }
  expect(seen).toEqual([
    "ErrImagePull, 0 restarts, not ready",
    "ImagePullBackOff, 0 restarts, not ready",
    "ErrImagePull, 0 restarts, not ready",
    "ErrImagePull, 0 restarts, not ready",
  ]);
  expect(theOnly(cluster).status?.phase).toBe("Pending");
  expect(eventsAbout(cluster, "Pod")).toContain('Normal BackOff Back-off pulling image "unpullable"');
});

test("a process that ends is started again, first at once and then after a longer and longer wait", () => {
  const cluster = openBareCluster();
  cluster.api.create(deploymentOf("web", { container: { command: ["sh", "-c", "sleep 1; exit 3"] } }));
  cluster.advance(4000);
  expect(state(theOnly(cluster))).toBe("CrashLoopBackOff, 1 restarts, not ready");
  const [status] = theOnly(cluster).status?.containerStatuses ?? [];
  expect(status?.lastState?.terminated).toMatchObject({ exitCode: 3, reason: "Error" });
  expect(status?.state?.waiting?.message).toMatch(/^back-off 10s restarting failed container=c pod=web-.*_default\(/);
  cluster.advance(60_000);
  expect(state(theOnly(cluster))).toBe("CrashLoopBackOff, 3 restarts, not ready");
});

test("a crash is a restart, and the pod is unready meanwhile", () => {
  const cluster = openBareCluster();
  cluster.api.create(deploymentOf("web"));
  cluster.advance(1000);
  cluster.controllers.happen({ kind: "crash", namespace: "default", pod: theOnly(cluster).metadata.name });
  expect(state(theOnly(cluster))).toBe("Error, 0 restarts, not ready");
  cluster.advance(1000);
  expect(state(theOnly(cluster))).toBe("Running, 1 restarts, ready");
});

describe("probes", () => {
  test("readiness that fails keeps a pod out of the endpoints and is told", () => {
    const cluster = openBareCluster();
    const readinessProbe = { exec: { command: ["false"] }, ...PERIOD };
    cluster.api.create(deploymentOf("web", { container: { readinessProbe } }));
    cluster.api.create(serviceOf("web"));
    cluster.advance(25_000);
    expect(state(theOnly(cluster))).toBe("Running, 0 restarts, not ready");
    expect(cluster.api.get("Endpoints", "web", "default")?.subsets).toMatchObject([{ notReadyAddresses: [{}] }]);
    expect(eventsAbout(cluster, "Pod")).toContain("Warning Unhealthy Readiness probe failed: ");
  });

  test("liveness that fails three times restarts the container", () => {
    const cluster = openBareCluster();
    const livenessProbe = { exec: { command: ["false"] }, ...PERIOD };
    cluster.api.create(deploymentOf("web", { container: { livenessProbe } }));
    cluster.advance(19_000);
    expect(state(theOnly(cluster))).toBe("Running, 0 restarts, ready");
    cluster.advance(5000);
    expect(state(theOnly(cluster))).toBe("Running, 1 restarts, ready");
    expect(eventsAbout(cluster, "Pod")).toContain(
      "Normal Killing Container c failed liveness probe, will be restarted",
    );
  });

  test("until startup has succeeded, readiness does not count", () => {
    const cluster = openBareCluster();
    const container = {
      startupProbe: { exec: { command: ["true"] }, initialDelaySeconds: 5 },
      readinessProbe: { exec: { command: ["true"] }, ...PERIOD },
    };
    cluster.api.create(deploymentOf("web", { container }));
    cluster.advance(4000);
    expect(state(theOnly(cluster))).toBe("Running, 0 restarts, not ready");
    cluster.advance(8000);
    expect(state(theOnly(cluster))).toBe("Running, 0 restarts, ready");
  });

  test("a pod that is declared unready stays so, whatever its probe says, until it is declared ready", () => {
    const cluster = openBareCluster();
    cluster.api.create(
      deploymentOf("web", { container: { readinessProbe: { exec: { command: ["true"] }, ...PERIOD } } }),
    );
    cluster.advance(1000);
    const pod = theOnly(cluster).metadata.name;
    cluster.controllers.happen({ kind: "readiness", namespace: "default", pod, ready: false });
    cluster.advance(30_000);
    expect(state(theOnly(cluster))).toBe("Running, 0 restarts, not ready");
    cluster.controllers.happen({ kind: "readiness", namespace: "default", pod, ready: true });
    expect(state(theOnly(cluster))).toBe("Running, 0 restarts, ready");
  });
});

describe("a deleted pod", () => {
  test.each`
    preStop                                           | grace | goneAfterMs
    ${undefined}                                      | ${30} | ${200}
    ${{ sleep: { seconds: 20 } }}                     | ${30} | ${20_200}
    ${{ exec: { command: ["sh", "-c", "sleep 5"] } }} | ${30} | ${5200}
    ${{ exec: { command: ["sleep", "20"] } }}         | ${10} | ${10_200}
  `("with preStop $preStop and $grace s of grace is gone after $goneAfterMs ms", ({ preStop, grace, goneAfterMs }) => {
    const cluster = openBareCluster();
    const container = { name: "c", image: "nginx", ...(preStop ? { lifecycle: { preStop } } : {}) };
    const spec = { terminationGracePeriodSeconds: grace, containers: [container] };
    cluster.api.create({ apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace: "default" }, spec });
    cluster.advance(1234);
    const isThere = () => cluster.api.get("Pod", "p", "default") !== undefined;
    cluster.api.remove({ kind: "Pod", name: "p", namespace: "default" });
    cluster.advance(goneAfterMs - 1);
    expect(isThere()).toBe(true);
    cluster.advance(1);
    expect(isThere()).toBe(false);
  });
});

test("init containers run before the others, and one that fails holds them", () => {
  const cluster = openBareCluster();
  const init = (command: readonly string[]) => ({ name: "init", image: "busybox", command });
  cluster.api.create(deploymentOf("web", { pod: { initContainers: [init(["sleep", "5"])] } }));
  cluster.advance(3000);
  expect(state(theOnly(cluster))).toBe("PodInitializing, 0 restarts, not ready");
  cluster.advance(5000);
  expect(state(theOnly(cluster))).toBe("Running, 0 restarts, ready");
});

test("addresses go round: one that has just become free is not given at once", () => {
  const cluster = openBareCluster();
  cluster.api.create(deploymentOf("web", { pod: { nodeName: "node-1" } }));
  cluster.advance(1000);
  const before = theOnly(cluster).status?.podIP;
  cluster.api.remove({ kind: "Pod", name: theOnly(cluster).metadata.name, namespace: "default" });
  cluster.advance(3000);
  expect([before, theOnly(cluster).status?.podIP]).toEqual(["10.244.1.3", "10.244.1.4"]);
});
