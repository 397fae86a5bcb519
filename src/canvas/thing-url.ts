import { hostName } from "../engine/model/host.ts";
import type { HostRef } from "../engine/model/host.ts";
import type { Node, Service } from "../engine/model/objects.ts";
import { getObject, getObjects, objectKey } from "../state/cluster.ts";
import type { Picked } from "../state/selection.ts";
import { OUTSIDE_CLIENT } from "../state/senders.ts";
import { listTargets } from "../state/targets.ts";
import { outsideName } from "../state/trace-names.ts";

/** The URL that asks a thing of the picture, as the sender can best call it; undefined where nothing could answer. */
export function urlOf(thing: Picked, from: HostRef): string | undefined {
  if (thing.kind === "outside") {
    const isClient = hostName({ outside: thing.address }) === hostName(OUTSIDE_CLIENT);
    return isClient ? undefined : `http://${outsideName(thing.address)}/`;
  }
  const { kind, name, namespace } = thing.object;
  if (kind === "Pod") return podUrl(objectKey({ name, namespace }));
  const service = kind === "Service" ? getObject("Service", objectKey({ name, namespace })) : undefined;
  if (service) return serviceUrl(service, from);
  const node = kind === "Node" ? getObject("Node", name) : undefined;
  return node && nodeUrl(node, from);
}

function podUrl(key: string): string | undefined {
  const pod = getObject("Pod", key);
  if (pod?.status?.podIP === undefined) return undefined;
  const ports = pod.spec.containers.flatMap((container) => container.ports ?? []);
  const port = ports.find(({ protocol }) => protocol === undefined || protocol === "TCP")?.containerPort ?? 80;
  return `http://${pod.status.podIP}${port === 80 ? "" : `:${port}`}/`;
}

function serviceUrl(service: Service, from: HostRef): string | undefined {
  const { services, loadBalancers, nodePorts, addresses } = listTargets(from, {
    services: [service],
    nodes: getObjects("Node").values(),
  });
  return [...services, ...addresses, ...loadBalancers, ...nodePorts][0]?.url;
}

/** A node answers on the node ports that Services have taken. */
function nodeUrl(node: Node, from: HostRef): string | undefined {
  return listTargets(from, { services: getObjects("Service").values(), nodes: [node] }).nodePorts[0]?.url;
}
