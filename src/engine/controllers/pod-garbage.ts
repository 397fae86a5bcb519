// As pkg/controller/podgc: pods of a node that is no more have no kubelet to end them.
import type { Condition, Pod } from "../model/objects.ts";
import type { Controller, ControllerContext } from "./controller.ts";
import { POD_QUARANTINE_MS } from "./latencies.ts";
import { isPodEnded } from "./pods.ts";
import { writeStatus } from "./writing.ts";

const NAME = "pod-garbage-collector";

/** Woken by the end of a node, whose name is the key; it waits a while, as the node may come back. */
export function podGarbageCollector(context: ControllerContext): Controller {
  const { api, index, lookLater } = context;
  return {
    name: NAME,
    wakes({ object, type }) {
      if (object.kind === "Node" && type === "DELETED") lookLater(NAME, object.metadata.name, POD_QUARANTINE_MS);
      return [];
    },
    reconcile(node) {
      if (api.get("Node", node)) return;
      for (const pod of index.podsOnNode(node)) remove(context, pod);
    },
  };
}

function remove({ api, simulation }: ControllerContext, pod: Pod): void {
  const { name, namespace, uid } = pod.metadata;
  const disrupted: Condition = {
    type: "DisruptionTarget",
    status: "True",
    reason: "DeletionByPodGC",
    message: "PodGC: node no longer exists",
    lastProbeTime: null,
    lastTransitionTime: simulation.timestamp,
  };
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== disrupted.type);
  if (!isPodEnded(pod)) writeStatus(api, pod, { ...pod.status, phase: "Failed", conditions: [...others, disrupted] });
  const target = { kind: "Pod", name, ...(namespace ? { namespace } : {}) };
  api.remove(target, { gracePeriodSeconds: 0, ...(uid ? { uid } : {}) });
}
