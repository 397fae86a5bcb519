// W(services, pods, nodes): Deployments of so many pods, each behind a ClusterIP Service, on nodes of 110 pods; as the text that a
// person applies.

const PODS_A_NODE = 110;
const WORKERS_MIN = 2;

/** The Deployments and Services as one manifest. */
export function manifestOf({ services, pods }) {
  const one = (name) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: default}
spec:
  replicas: ${pods}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers: [{name: web, image: nginx, ports: [{containerPort: 80}]}]
---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: default}
spec:
  selector: {app: ${name}}
  ports: [{port: 80}]
`;
  return Array.from({ length: services }, (_, index) => one(`web-${index}`)).join("---\n");
}

/** A control plane and as many workers as the pods need: at least two, as in the default cluster. */
export function nodesFor({ services, pods }) {
  const workers = Math.max(WORKERS_MIN, Math.ceil((services * pods) / PODS_A_NODE));
  const node = (name, index) => ({
    name,
    address: `172.18.0.${2 + index}`,
    podCidr: `10.244.${index}.0/24`,
    podsMax: PODS_A_NODE,
  });
  const names = Array.from({ length: workers }, (_, index) => `node-${index + 1}`);
  return [{ ...node("control-plane", 0), isControlPlane: true }, ...names.map((name, index) => node(name, index + 1))];
}

/** How many Services have that many ready endpoints. */
export function readyServices(slices, pods) {
  const isReady = ({ conditions }) => conditions?.ready === true;
  return slices.filter(({ endpoints }) => (endpoints ?? []).filter(isReady).length === pods).length;
}
