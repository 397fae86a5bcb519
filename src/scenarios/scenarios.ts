// The chapter's scenarios. A new one: a folder of YAML files and an entry here.
import type { Scenario } from "./scenario.ts";

const texts = import.meta.glob<string>("./*/*.yaml", { query: "?raw", import: "default", eager: true });

const WEB = { namespace: "default", labels: { app: "numbers-web" } };
const SLEEP = { namespace: "default", labels: { app: "sleep-1" } };
const CLIENT = { outside: "198.51.100.7" };

/** In the order of the menu; the first is there when the page opens for the first time. */
export const scenarios: readonly Scenario[] = [
  {
    id: "numbers",
    title: { en: "ClusterIP: the web finds the API", ko: "ClusterIP: 웹이 API를 찾아가는 길" },
    summary: {
      en: "numbers-web asks for http://numbers-api. DNS gives an address that no machine has; rules on the node turn it into a pod's.",
      ko: "numbers-web이 http://numbers-api에 요청합니다. DNS가 알려 주는 주소는 어느 장비에도 없고, 노드의 규칙이 그 주소를 파드의 주소로 바꿉니다.",
    },
    files: filesOf("numbers", ["service.yaml", "api.yaml", "web.yaml"]),
    request: { from: WEB, url: "http://numbers-api/rng" },
    commands: [
      "kubectl get svc,endpointslices",
      "kubectl exec deploy/numbers-web -- curl -sS http://numbers-api/rng",
      "kubectl delete pod -l app=numbers-api",
      "kubectl scale deploy numbers-api --replicas=3",
    ],
  },
  {
    id: "sleep-pods",
    title: { en: "Two pods, no Service", ko: "파드 두 개, Service 없음" },
    summary: {
      en: "A pod has an address, but no name that others could ask for: without a Service the name is not found.",
      ko: "파드에는 주소가 있지만 다른 파드가 물어볼 이름이 없습니다. Service가 없으면 이름을 찾지 못합니다.",
    },
    files: filesOf("sleep-pods", ["sleep-1.yaml", "sleep-2.yaml"]),
    request: { from: SLEEP, url: "http://sleep-2/" },
    commands: [
      "kubectl get pods -o wide",
      "kubectl exec deploy/sleep-1 -- nslookup sleep-2",
      "kubectl exec deploy/sleep-1 -- ping -c 1 sleep-2",
    ],
  },
  {
    id: "sleep-service",
    title: { en: "Two pods and a Service: the name is found", ko: "파드 두 개와 Service: 이름을 찾는다" },
    summary: {
      en: "With a Service the name has an address. ping gets no answer from it: a ClusterIP is rules for TCP and UDP ports, not a machine.",
      ko: "Service가 있으면 이름에 주소가 생깁니다. 그래도 ping에는 답이 없습니다. ClusterIP는 장비가 아니라 TCP·UDP 포트에 대한 규칙이기 때문입니다.",
    },
    files: filesOf("sleep-service", ["service.yaml", "sleep-1.yaml", "sleep-2.yaml"]),
    request: { from: SLEEP, url: "http://sleep-2/" },
    commands: [
      "kubectl exec deploy/sleep-1 -- nslookup sleep-2",
      "kubectl exec deploy/sleep-1 -- ping -c 1 sleep-2",
      "kubectl describe svc sleep-2",
    ],
  },
  {
    id: "nodeport",
    title: { en: "NodePort: a port on every node", ko: "NodePort: 모든 노드의 같은 포트" },
    summary: {
      en: "The client outside asks a node, any of them: port 30080 leads to the pod from each, wherever the pod runs.",
      ko: "클러스터 밖의 클라이언트가 아무 노드에나 요청합니다. 파드가 어디에 있든 30080 포트는 모든 노드에서 그 파드로 이어집니다.",
    },
    files: filesOf("nodeport", ["service.yaml", "web.yaml", "api.yaml"]),
    request: { from: CLIENT, url: "http://172.18.0.3:30080/" },
    commands: ["kubectl get svc numbers-web-node", "kubectl get pods -o wide", "kubectl get nodes -o wide"],
  },
  {
    id: "loadbalancer",
    title: { en: "LoadBalancer: an address from the cloud", ko: "LoadBalancer: 클라우드가 준 주소" },
    summary: {
      en: "The cloud gives the Service an address and sends its packets to a node; from there the node's rules do the rest.",
      ko: "클라우드가 Service에 주소를 주고 그 주소로 온 패킷을 노드 하나에 보냅니다. 나머지는 노드의 규칙이 합니다.",
    },
    files: filesOf("loadbalancer", ["service.yaml", "api-service.yaml", "api.yaml", "web.yaml"]),
    request: { from: CLIENT, url: "http://203.0.113.200:8080/" },
    commands: ["kubectl get svc", "kubectl describe svc numbers-web"],
  },
  {
    id: "externalname",
    title: { en: "ExternalName: a name for a name outside", ko: "ExternalName: 바깥 이름에 붙인 이름" },
    summary: {
      en: "The Service is only a CNAME: no address, no rules. The pod itself connects to app.mydb.io, outside the cluster.",
      ko: "이 Service는 CNAME일 뿐, 주소도 규칙도 없습니다. 파드가 직접 클러스터 밖의 app.mydb.io에 연결합니다.",
    },
    files: filesOf("externalname", ["service.yaml", "web.yaml", "api.yaml"]),
    request: { from: WEB, url: "http://db-service/" },
    commands: ["kubectl get svc db-service", "kubectl exec deploy/numbers-web -- nslookup db-service"],
  },
  {
    id: "selectorless",
    title: { en: "A Service without a selector", ko: "셀렉터가 없는 Service" },
    summary: {
      en: "The endpoints are written by hand: 192.168.124.234, where nobody answers. The rules lead there all the same.",
      ko: "엔드포인트를 손으로 적었습니다. 192.168.124.234에는 답할 장비가 없지만 규칙은 그래도 그곳으로 보냅니다.",
    },
    files: filesOf("selectorless", ["service.yaml", "web.yaml", "api.yaml"]),
    request: { from: WEB, url: "http://numbers-api/rng" },
    commands: ["kubectl get endpoints numbers-api", "kubectl get endpointslices", "kubectl describe svc numbers-api"],
  },
  {
    id: "namespaces",
    title: { en: "Two namespaces", ko: "네임스페이스 두 개" },
    summary: {
      en: "A short name is looked up in the sender's own namespace. From shop, the API's name is numbers-api.default.",
      ko: "짧은 이름은 보내는 쪽의 네임스페이스에서 찾습니다. shop에서 API의 이름은 numbers-api.default입니다.",
    },
    files: filesOf("namespaces", ["service.yaml", "shop.yaml", "api.yaml", "web.yaml"]),
    request: { from: { namespace: "shop", labels: { app: "front" } }, url: "http://numbers-api.default/rng" },
    commands: [
      "kubectl get svc -A",
      "kubectl exec -n shop deploy/front -- nslookup numbers-api",
      "kubectl exec -n shop deploy/front -- curl -sS http://numbers-api.default/rng",
    ],
  },
  {
    id: "misprints",
    title: { en: "Misprints to mend", ko: "고쳐 볼 오타" },
    summary: {
      en: "Three manifests as they were once printed, mistakes and all. The editor marks each and offers the mend.",
      ko: "인쇄된 그대로, 오타까지 옮긴 매니페스트입니다. 편집기가 하나하나 표시하고 고칠 방법을 알려 줍니다.",
    },
    files: filesOf("misprints", ["service.yaml", "endpoints.yaml", "sleep-1.yaml", "sleep-2.yaml"]),
    request: { from: SLEEP, url: "http://sleep-2/" },
    commands: ["kubectl get svc", "kubectl get endpoints"],
  },
];

function filesOf(folder: string, names: readonly string[]): Scenario["files"] {
  return names.map((name) => {
    const text = texts[`./${folder}/${name}`];
    if (text === undefined) throw new Error(`no such file in scenarios: ${folder}/${name}`);
    return { name, text };
  });
}
