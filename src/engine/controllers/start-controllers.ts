import type { ApiServer } from "../apiserver/api-server.ts";
import type { JsonObject } from "../model/json.ts";
import { isJsonObject } from "../model/json.ts";
import type { Steps } from "../model/steps.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { ClusterIndex } from "./cluster-index.ts";
import type { Cloud, Controller, ControllerContext, ControllerEvent, Prober } from "./controller.ts";
import { daemonSetController } from "./daemon-set.ts";
import { deploymentController } from "./deployment/deployment.ts";
import { endpointSliceController } from "./endpoints/endpoint-slices.ts";
import { endpointsController } from "./endpoints/endpoints.ts";
import { sliceMirroringController } from "./endpoints/slice-mirroring.ts";
import { EventRecorder } from "./event-recorder.ts";
import { garbageCollector } from "./garbage-collector.ts";
import { kubeletController } from "./kubelet/kubelet.ts";
import { kubernetesServiceController } from "./kubernetes-service.ts";
import { namespaceController } from "./namespaces.ts";
import { nodeLifecycleController } from "./node-lifecycle.ts";
import { podGarbageCollector } from "./pod-garbage.ts";
import { replicaSetController } from "./replica-set.ts";
import { schedulerController } from "./scheduler/scheduler.ts";
import { serviceAccountsController } from "./service-accounts.ts";
import { serviceLoadBalancerController } from "./service-load-balancer.ts";
import { statefulSetController } from "./stateful-set/stateful-set.ts";
import { WorkQueue } from "./work-queue.ts";

/** Every controller of the cluster. A new one is a file and a line here. */
const CONTROLLERS: readonly ((context: ControllerContext) => Controller)[] = [
  namespaceController,
  serviceAccountsController,
  kubernetesServiceController,
  deploymentController,
  replicaSetController,
  statefulSetController,
  daemonSetController,
  schedulerController,
  kubeletController,
  endpointsController,
  endpointSliceController,
  sliceMirroringController,
  serviceLoadBalancerController,
  nodeLifecycleController,
  podGarbageCollector,
  garbageCollector,
];

export type ControllersOptions = {
  readonly api: ApiServer;
  readonly simulation: Simulation;
  readonly probe: Prober;
  readonly cloud: Cloud;
  /** What `save()` gave, together with the store and the simulation of that moment. */
  readonly saved?: JsonObject;
};

export type Controllers = {
  /** What happens without the API: a pod is declared unready, a container crashes, a machine or its link goes. */
  happen(event: ControllerEvent): void;
  /** What the controllers know beyond the store and the simulation's tasks. */
  save(): JsonObject;
};

/**
 * Starts the loops. Objects that are in the store already are taken as they are and looked at once, unless they come with
 * `saved`: then everything goes on from where it stood. A step a controller.
 */
export function* startControllers(options: ControllersOptions): Steps<Controllers> {
  const { api, simulation, saved } = options;
  const index = new ClusterIndex(api);
  const events = new EventRecorder(api, simulation);
  const queues = new Map<string, WorkQueue>();
  const context: ControllerContext = {
    ...options,
    index,
    events,
    lookLater: (controller, key, afterMs) => queues.get(controller)?.addLater(key, afterMs),
  };
  yield;
  const running: { readonly controller: Controller; readonly queue: WorkQueue }[] = [];
  for (const make of CONTROLLERS) {
    const controller = make(context);
    const queue = new WorkQueue(simulation, controller);
    queues.set(controller.name, queue);
    running.push({ controller, queue });
    yield;
  }
  api.watch((change) => {
    index.apply(change);
    events.apply(change);
    for (const { controller, queue } of running) for (const key of controller.wakes(change)) queue.add(key);
  });
  for (const { controller, queue } of running) {
    if (saved) restore(controller, queue, saved[controller.name]);
    else controller.begin?.();
  }
  if (!saved) {
    for (const kind of api.kinds()) {
      for (const object of api.list(kind)) {
        for (const { controller, queue } of running) {
          for (const key of controller.wakes({ type: "ADDED", object })) queue.add(key);
        }
      }
    }
  }
  return {
    happen: (event) => {
      for (const { controller } of running) controller.happen?.(event);
    },
    save: () =>
      Object.fromEntries(
        running.map(({ controller, queue }) => [
          controller.name,
          { waiting: queue.save(), ...(controller.save ? { own: controller.save() } : {}) },
        ]),
      ),
  };
}

function restore(controller: Controller, queue: WorkQueue, saved: JsonObject[string]): void {
  if (!isJsonObject(saved)) return;
  queue.restore(saved["waiting"]);
  if (saved["own"] !== undefined) controller.restore?.(saved["own"]);
}
