import type { ObjectChange } from "../model/object-change.ts";
import type { EndpointSlice, KubernetesObject, Node, Service } from "../model/objects.ts";
import type { ObjectSource } from "./topology.ts";

const SERVICE_NAME_LABEL = "kubernetes.io/service-name";

/** What the outside and the nodes themselves must know of Services: whose load balancer address, whose health check port, which nodes have endpoints. */
export class ServiceIndex {
  readonly #byClusterIp = new Map<string, Service>();
  readonly #byBalancerAddress = new Map<string, Service>();
  readonly #byBalancerName = new Map<string, Service>();
  readonly #byHealthCheckPort = new Map<number, Service>();
  readonly #services = new Map<string, Service>();
  readonly #slices = new Map<string, Map<string, EndpointSlice>>();
  readonly #readyNodes = new Set<string>();
  #readySorted: readonly string[] | undefined;

  constructor(source: ObjectSource) {
    for (const kind of ["Service", "EndpointSlice", "Node"]) for (const object of source.list(kind)) this.#put(object);
    source.watch((change) => this.#follow(change));
  }

  /** The Service whose cluster IP this is. */
  ofClusterIp(address: string): Service | undefined {
    return this.#byClusterIp.get(address);
  }

  /** The Service that has this load balancer address. */
  ofBalancerAddress(address: string): Service | undefined {
    return this.#byBalancerAddress.get(address);
  }

  /** The Service whose load balancer has this host name. */
  ofBalancerName(name: string): Service | undefined {
    return this.#byBalancerName.get(name);
  }

  /** The Service whose health check node port this is. */
  ofHealthCheckPort(port: number): Service | undefined {
    return this.#byHealthCheckPort.get(port);
  }

  /** How many ready endpoints the Service has on that node. */
  readyEndpointsOn(service: Service, node: string): number {
    const addresses = new Set<string>();
    for (const slice of this.#slices.get(keyOf(service))?.values() ?? [])
      for (const {
        addresses: [address],
        conditions,
        nodeName,
      } of slice.endpoints ?? [])
        if (address !== undefined && nodeName === node && conditions?.ready !== false) addresses.add(address);
    return addresses.size;
  }

  /** Names of the nodes that a cloud's load balancer sends this Service's traffic to, sorted. */
  healthyNodes(service: Service): readonly string[] {
    const ready = (this.#readySorted ??= [...this.#readyNodes].toSorted());
    if (service.spec.externalTrafficPolicy !== "Local") return ready;
    return ready.filter((name) => this.readyEndpointsOn(service, name) > 0);
  }

  #follow({ type, object }: ObjectChange): void {
    if (type === "DELETED") this.#remove(object);
    else this.#put(object);
  }

  #put(object: KubernetesObject): void {
    if (object.kind === "Service") {
      this.#removeService(keyOf(object));
      this.#putService(object as Service);
    } else if (object.kind === "EndpointSlice") {
      const service = serviceOf(object);
      const slices = this.#slices.get(service) ?? new Map<string, EndpointSlice>();
      this.#slices.set(service, slices.set(object.metadata.name, object as EndpointSlice));
    } else if (object.kind === "Node") this.#noteNode(object.metadata.name, canBeBalancedTo(object as Node));
  }

  #remove(object: KubernetesObject): void {
    if (object.kind === "Service") this.#removeService(keyOf(object));
    else if (object.kind === "EndpointSlice") this.#slices.get(serviceOf(object))?.delete(object.metadata.name);
    else if (object.kind === "Node") this.#noteNode(object.metadata.name, false);
  }

  #noteNode(name: string, isReady: boolean): void {
    if (this.#readyNodes.has(name) === isReady) return;
    if (isReady) this.#readyNodes.add(name);
    else this.#readyNodes.delete(name);
    this.#readySorted = undefined;
  }

  #putService(service: Service): void {
    this.#services.set(keyOf(service), service);
    if (service.spec.clusterIP) this.#byClusterIp.set(service.spec.clusterIP, service);
    for (const { ip, hostname } of service.status?.loadBalancer?.ingress ?? []) {
      if (ip) this.#byBalancerAddress.set(ip, service);
      if (hostname) this.#byBalancerName.set(hostname, service);
    }
    const { healthCheckNodePort } = service.spec;
    if (healthCheckNodePort) this.#byHealthCheckPort.set(healthCheckNodePort, service);
  }

  #removeService(key: string): void {
    const service = this.#services.get(key);
    if (!service) return;
    this.#services.delete(key);
    if (service.spec.clusterIP) this.#byClusterIp.delete(service.spec.clusterIP);
    for (const { ip, hostname } of service.status?.loadBalancer?.ingress ?? []) {
      if (ip) this.#byBalancerAddress.delete(ip);
      if (hostname) this.#byBalancerName.delete(hostname);
    }
    const { healthCheckNodePort } = service.spec;
    if (healthCheckNodePort) this.#byHealthCheckPort.delete(healthCheckNodePort);
  }
}

/** As cloud-provider's service controller chooses nodes: ready, and not labelled out. */
function canBeBalancedTo(node: Node): boolean {
  const { labels = {} } = node.metadata;
  if ("node.kubernetes.io/exclude-from-external-load-balancers" in labels) return false;
  return node.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}

function keyOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}

function serviceOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ""}/${metadata.labels?.[SERVICE_NAME_LABEL] ?? ""}`;
}
