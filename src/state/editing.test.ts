import { beforeEach, describe, expect, it } from "vitest";
import type { KubernetesObject } from "../engine/model/objects.ts";
import { mirrorCluster } from "./cluster.ts";
import { objectToBringIn, useEditing } from "./editing.ts";

beforeEach(() => {
  const madeBy = (kind: string, name: string) => ({ ownerReferences: [{ kind, name, controller: true }] });
  const objects = [
    { kind: "Deployment", metadata: { namespace: "default", name: "api" } },
    { kind: "ReplicaSet", metadata: { namespace: "default", name: "api-1", ...madeBy("Deployment", "api") } },
    { kind: "Pod", metadata: { namespace: "default", name: "api-1-a", ...madeBy("ReplicaSet", "api-1") } },
    { kind: "Service", metadata: { namespace: "kube-system", name: "kube-dns" } },
  ] as unknown as readonly KubernetesObject[];
  mirrorCluster({ kind: "objects", objects, nowMs: 0 });
  useEditing.setState({ outlines: {} });
});

describe("what is brought in where no file has it", () => {
  const object = (kind: string, name: string, namespace = "default") => ({ kind, name, namespace });

  it("is the Deployment of a pod, not the pod", () => {
    expect(objectToBringIn(object("Pod", "api-1-a"))).toEqual(object("Deployment", "api"));
  });

  it("is the object itself that nothing made", () => {
    const dns = object("Service", "kube-dns", "kube-system");
    expect(objectToBringIn(dns)).toEqual(dns);
  });

  it("is nothing once a file has what made it, and nothing that is gone", () => {
    const outline = { kind: "Deployment", name: "api", fromLine: 1, toLine: 9, lines: {} };
    useEditing.setState({ outlines: { "api.yaml": [outline] } });
    expect(objectToBringIn(object("Pod", "api-1-a"))).toBeUndefined();
    expect(objectToBringIn(object("Pod", "gone"))).toBeUndefined();
  });
});
