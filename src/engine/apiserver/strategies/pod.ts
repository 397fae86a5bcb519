import { draftIn, draftsIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { parseQuantity } from "../schema/quantity.ts";
import { validatePod, validatePodUpdate } from "../validation/pod.ts";
import { hostNameWarnings, podWarnings } from "./pod-warnings.ts";
import type { Strategy } from "./strategy.ts";

/** As pkg/registry/core/pod/strategy.go. */
export const podStrategy: Strategy = {
  generationOf: (pod) => {
    const { nodeName: _bound, ...spec } = draftIn(pod, "spec") ?? {};
    return spec;
  },
  prepareCreate: (pod) => {
    const gates = draftsIn(draftIn(pod, "spec"), "schedulingGates");
    pod["status"] = {
      phase: "Pending",
      ...(gates.length > 0 && { conditions: [gatedCondition(draftIn(pod, "metadata"))] }),
      qosClass: qosClassOf(pod),
    };
  },
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  warnings: (pod, before) => (before ? [] : [...hostNameWarnings(pod, "the Pod's hostname"), ...podWarnings(pod, "")]),
};

/** As applySchedulingGatedCondition. */
function gatedCondition(metadata: Draft | undefined): Draft {
  return {
    type: "PodScheduled",
    status: "False",
    lastProbeTime: null,
    lastTransitionTime: metadata?.["creationTimestamp"] ?? null,
    reason: "SchedulingGated",
    message: "Scheduling is blocked due to non-empty scheduling gates",
  };
}

const COUNTED = ["cpu", "memory"];

/** Guaranteed, Burstable or BestEffort, from what the containers ask for. As pkg/apis/core/helper/qos. */
export function qosClassOf(pod: Draft): string {
  const spec = draftIn(pod, "spec");
  const containers = [...draftsIn(spec, "containers"), ...draftsIn(spec, "initContainers")];
  const asked = containers.map((container) => {
    const resources = draftIn(container, "resources");
    return { requests: countedIn(resources, "requests"), limits: countedIn(resources, "limits") };
  });
  if (asked.every(({ requests, limits }) => requests.size + limits.size === 0)) return "BestEffort";
  const isGuaranteed = asked.every(({ requests, limits }) =>
    COUNTED.every((name) => limits.has(name) && (requests.get(name) ?? limits.get(name)) === limits.get(name)),
  );
  return isGuaranteed ? "Guaranteed" : "Burstable";
}

function countedIn(resources: Draft | undefined, field: "requests" | "limits"): Map<string, bigint> {
  const counted = new Map<string, bigint>();
  for (const [name, text] of Object.entries(draftIn(resources, field) ?? {})) {
    const { nanos = 0n } = parseQuantity(String(text)) ?? {};
    if (COUNTED.includes(name) && nanos > 0n) counted.set(name, nanos);
  }
  return counted;
}
