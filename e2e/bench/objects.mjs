// Services and EndpointSlices without selector and pods, as a dump of a large cluster would give them.

/** The Service `name-i` of one port 80 at `clusterIp(i)`. */
export function serviceOf(i, { name, protocol }) {
  const spec = {
    type: "ClusterIP",
    clusterIP: clusterIp(i),
    clusterIPs: [clusterIp(i)],
    ports: [{ port: 80, protocol }],
  };
  const metadata = { name: `${name}-${i}`, namespace: "default" };
  return { apiVersion: "v1", kind: "Service", metadata, spec, status: { loadBalancer: {} } };
}

/** The one slice of that Service, with so many ready endpoints. */
export function sliceOf(i, { name, protocol, endpoints }) {
  const service = `${name}-${i}`;
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name: service, namespace: "default", labels: { "kubernetes.io/service-name": service } },
    addressType: "IPv4",
    ports: [{ name: "", port: 8080, protocol }],
    endpoints: Array.from({ length: endpoints }, (_, j) => endpointOf(i, j)),
  };
}

/** The j-th endpoint of the i-th Service. */
export function endpointOf(i, j) {
  return {
    addresses: [`10.${100 + j}.${i >> 8}.${i & 255}`],
    nodeName: "node-1",
    conditions: { ready: true, serving: true, terminating: false },
  };
}

/** The i-th Service's address: of a ServiceCIDR of their own, where the default one has given none. */
export function clusterIp(i) {
  return `10.97.${i >> 8}.${i & 255}`;
}
