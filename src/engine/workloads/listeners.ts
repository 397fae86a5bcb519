import type { Pod } from "../model/objects.ts";
import { processOf } from "./container-process.ts";
import type { ImagePort } from "./images.ts";
import { portsOf } from "./images.ts";

/** Who answers, as its page says it. Machines outside the cluster have the namespace "world". */
export type Server = { readonly pod: string; readonly namespace: string; readonly ip: string };

/** An open socket of a running container. */
export type Listener = ImagePort & { readonly server: Server; readonly container: string };

/** The sockets of each running container of the pod, in the order of its containers; two on one port: the first has it. */
export function listenersOf(pod: Pod): readonly Listener[] {
  const server = { pod: pod.metadata.name, namespace: pod.metadata.namespace ?? "", ip: pod.status?.podIP ?? "" };
  const running = new Set(
    (pod.status?.containerStatuses ?? []).filter(({ state }) => state?.running).map(({ name }) => name),
  );
  const open = new Map<string, Listener>();
  for (const container of pod.spec.containers) {
    if (!running.has(container.name) || processOf(container).kind !== "server") continue;
    for (const port of portsOf(container)) {
      const socket = `${port.protocol} ${port.port}`;
      if (!open.has(socket)) open.set(socket, { ...port, server, container: container.name });
    }
  }
  return [...open.values()];
}
