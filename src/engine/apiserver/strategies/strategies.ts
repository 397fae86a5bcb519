import { draftIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { Strategy } from "./strategy.ts";
import { namespaceStrategy } from "./namespace.ts";
import { podStrategy } from "./pod.ts";
import { serviceStrategy } from "./service.ts";

const spec = (draft: Draft): unknown => draft["spec"];
const withSpecGeneration: Strategy = { generationOf: spec };

const STRATEGIES: Readonly<Record<string, Strategy>> = {
  Service: serviceStrategy,
  Pod: podStrategy,
  Namespace: namespaceStrategy,
  Deployment: {
    generationOf: (draft) => [draft["spec"], draftIn(draftIn(draft, "metadata"), "annotations")],
  },
  EndpointSlice: {
    generationOf: (draft) => [draft["endpoints"], draft["ports"], draftIn(draftIn(draft, "metadata"), "labels")],
  },
  ReplicaSet: withSpecGeneration,
  StatefulSet: withSpecGeneration,
  DaemonSet: withSpecGeneration,
  Job: withSpecGeneration,
  CronJob: withSpecGeneration,
  ReplicationController: withSpecGeneration,
  Ingress: withSpecGeneration,
  NetworkPolicy: withSpecGeneration,
  PodDisruptionBudget: withSpecGeneration,
};

/** The strategy of a kind; an empty one for kinds without rules of their own. */
export function strategyOf(kind: string): Strategy {
  return STRATEGIES[kind] ?? {};
}
