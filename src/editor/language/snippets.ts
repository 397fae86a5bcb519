// Whole objects, in Monaco's snippet syntax: ${1:name} is the first thing to be typed.

/** One object: what it is called in the list, what it is for, its text. */
export type Snippet = { readonly label: string; readonly detail: string; readonly body: string };

const POD = (indent: string): string =>
  [
    "metadata:",
    "  labels:",
    "    app: ${1:web}",
    "spec:",
    "  containers:",
    "    - name: ${1:web}",
    "      image: ${2:nginx:1.29}",
    "      ports:",
    "        - containerPort: ${3:80}",
  ]
    .map((line) => indent + line)
    .join("\n");

const HEAD = (apiVersion: string, kind: string, name = "${1:web}"): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;

const SELECTED = "spec:\n  selector:\n    matchLabels:\n      app: ${1:web}\n";

/** Every object that is offered in an empty document, those that are written most first. */
export const SNIPPETS: readonly Snippet[] = [
  {
    label: "Deployment",
    detail: "apps/v1",
    body: `${HEAD("apps/v1", "Deployment")}spec:\n  replicas: \${4:2}\n  selector:\n    matchLabels:\n      app: \${1:web}\n  template:\n${POD("    ")}\n`,
  },
  {
    label: "Service",
    detail: "ClusterIP",
    body: `${HEAD("v1", "Service")}spec:\n  selector:\n    app: \${1:web}\n  ports:\n    - port: \${2:80}\n      targetPort: \${3:80}\n`,
  },
  {
    label: "Service, NodePort",
    detail: "NodePort",
    body: `${HEAD("v1", "Service")}spec:\n  type: NodePort\n  selector:\n    app: \${1:web}\n  ports:\n    - port: \${2:80}\n      targetPort: \${3:80}\n      nodePort: \${4:30080}\n`,
  },
  {
    label: "Service, LoadBalancer",
    detail: "LoadBalancer",
    body: `${HEAD("v1", "Service")}spec:\n  type: LoadBalancer\n  selector:\n    app: \${1:web}\n  ports:\n    - port: \${2:80}\n      targetPort: \${3:80}\n`,
  },
  {
    label: "Service, headless",
    detail: "clusterIP: None",
    body: `${HEAD("v1", "Service")}spec:\n  clusterIP: None\n  selector:\n    app: \${1:web}\n  ports:\n    - port: \${2:80}\n`,
  },
  {
    label: "Service, ExternalName",
    detail: "ExternalName",
    body: `${HEAD("v1", "Service", "${1:database}")}spec:\n  type: ExternalName\n  externalName: \${2:db.example.com}\n`,
  },
  { label: "Pod", detail: "v1", body: podBody() },
  {
    label: "StatefulSet",
    detail: "apps/v1",
    body: `${HEAD("apps/v1", "StatefulSet")}${SELECTED}  serviceName: \${1:web}\n  replicas: \${4:2}\n  template:\n${POD("    ")}\n`,
  },
  {
    label: "DaemonSet",
    detail: "apps/v1",
    body: `${HEAD("apps/v1", "DaemonSet")}${SELECTED}  template:\n${POD("    ")}\n`,
  },
  {
    label: "Ingress",
    detail: "networking.k8s.io/v1",
    body: `${HEAD("networking.k8s.io/v1", "Ingress")}spec:\n  rules:\n    - host: \${2:web.example.com}\n      http:\n        paths:\n          - path: /\n            pathType: Prefix\n            backend:\n              service:\n                name: \${1:web}\n                port:\n                  number: \${3:80}\n`,
  },
  {
    label: "ConfigMap",
    detail: "v1",
    body: `${HEAD("v1", "ConfigMap", "${1:settings}")}data:\n  \${2:KEY}: "\${3:value}"\n`,
  },
  {
    label: "Secret",
    detail: "v1",
    body: `${HEAD("v1", "Secret", "${1:credentials}")}stringData:\n  \${2:PASSWORD}: "\${3:change-me}"\n`,
  },
  { label: "Namespace", detail: "v1", body: HEAD("v1", "Namespace", "${1:team}") },
  {
    label: "NetworkPolicy",
    detail: "networking.k8s.io/v1",
    body: `${HEAD("networking.k8s.io/v1", "NetworkPolicy")}spec:\n  podSelector:\n    matchLabels:\n      app: \${1:web}\n  policyTypes:\n    - Ingress\n  ingress:\n    - from:\n        - podSelector:\n            matchLabels:\n              app: \${2:client}\n      ports:\n        - port: \${3:80}\n`,
  },
  {
    label: "HorizontalPodAutoscaler",
    detail: "autoscaling/v2",
    body: `${HEAD("autoscaling/v2", "HorizontalPodAutoscaler")}spec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: \${1:web}\n  minReplicas: \${2:1}\n  maxReplicas: \${3:5}\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        target:\n          type: Utilization\n          averageUtilization: \${4:80}\n`,
  },
  {
    label: "Job",
    detail: "batch/v1",
    body: `${HEAD("batch/v1", "Job", "${1:once}")}spec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n        - name: \${1:once}\n          image: \${2:busybox:1.37}\n          command: ["\${3:date}"]\n`,
  },
  {
    label: "CronJob",
    detail: "batch/v1",
    body: `${HEAD("batch/v1", "CronJob", "${1:nightly}")}spec:\n  schedule: "\${2:0 3 * * *}"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: Never\n          containers:\n            - name: \${1:nightly}\n              image: \${3:busybox:1.37}\n              command: ["\${4:date}"]\n`,
  },
  {
    label: "EndpointSlice",
    detail: "discovery.k8s.io/v1",
    body: `apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: \${1:web}-1\n  labels:\n    kubernetes.io/service-name: \${1:web}\naddressType: IPv4\nendpoints:\n  - addresses: ["\${2:203.0.113.10}"]\nports:\n  - port: \${3:80}\n`,
  },
];

function podBody(): string {
  return `apiVersion: v1\nkind: Pod\n${POD("").replace("metadata:", "metadata:\n  name: ${1:web}")}\n`;
}
