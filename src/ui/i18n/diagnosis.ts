import type { Entries } from "./entries.ts";

/** Why a request failed. {a} and {b} are what the diagnosis speaks of, {value} is the value of the field in question. */
export const diagnosis = {
  "diagnosis.cause": { en: "Cause", ko: "원인" },
  "diagnosis.proof": { en: "Proof", ko: "근거" },
  "diagnosis.field": { en: "Field to change: {path}", ko: "바꿀 필드: {path}" },
  "diagnosis.change": { en: "Change and apply", ko: "바꾸고 적용" },
  "diagnosis.showLine": { en: "Show line {line}", ko: "{line}행 보기" },
  "diagnosis.remove": { en: "remove this field", ko: "이 필드를 지우기" },
  "diagnosis.said": { en: "What the tool said", ko: "도구의 출력" },
  "diagnosis.refused": { en: "Connection refused by {host}", ko: "{host} 쪽에서 연결 거부" },
  "diagnosis.timedOut": { en: "No answer: timed out", ko: "응답 없음: 시간 초과" },
  "diagnosis.unreachable": { en: "No way to the address", ko: "주소로 갈 길 없음" },
  "diagnosis.notResolved": { en: "The name has no address", ko: "이름에 주소가 없음" },
  "diagnosis.reset": { en: "Connection reset by {host}", ko: "{host} 쪽에서 연결을 끊음" },

  "diagnosis.NO_ENDPOINTS_SELECTOR": {
    en: "The selector of Service {a} matches no pod. Without endpoints, every node rejects its address.",
    ko: "서비스 {a}의 셀렉터와 일치하는 파드가 없습니다. 엔드포인트가 없으면 모든 노드가 그 주소를 거부합니다.",
  },
  "diagnosis.NO_ENDPOINTS_NOT_READY": {
    en: "Service {a} selects pods, but none of them is ready. Only ready pods become endpoints.",
    ko: "서비스 {a}가 파드를 선택하지만 준비된 파드가 없습니다. 준비된 파드만 엔드포인트가 됩니다.",
  },
  "diagnosis.NO_ENDPOINTS_NO_PODS": {
    en: "Deployment {b}, whose pods Service {a} selects, is scaled to zero.",
    ko: "서비스 {a}가 선택하는 디플로이먼트 {b}의 복제본이 0개입니다.",
  },
  "diagnosis.NO_ENDPOINTS_WRITTEN": {
    en: "Service {a} has no selector, and nobody has written endpoints for it.",
    ko: "서비스 {a}에는 셀렉터가 없고, 엔드포인트를 직접 만든 것도 없습니다.",
  },
  "diagnosis.NO_LOCAL_ENDPOINTS": {
    en: "Service {a} only uses endpoints on the packet's own node (policy Local), and this node has none.",
    ko: "서비스 {a}는 같은 노드의 엔드포인트만 쓰는데(정책 Local), 이 노드에는 없습니다.",
  },
  "diagnosis.TARGET_PORT_CLOSED": {
    en: "The packet arrived, but nothing listens on port {value} of the pod. {a} points there.",
    ko: "패킷은 도착했지만 파드의 포트 {value}에 듣는 프로세스가 없습니다. {a}가 그 포트를 가리킵니다.",
  },
  "diagnosis.TARGET_PORT_NAME": {
    en: "Service {a} sends to a port named {value}, and no container has a port of that name.",
    ko: "서비스 {a}는 이름이 {value}인 포트로 보내는데, 그런 이름의 포트를 가진 컨테이너가 없습니다.",
  },
  "diagnosis.LISTEN_LOOPBACK": {
    en: "The process in pod {a} listens on 127.0.0.1 only: nobody outside the pod can reach it.",
    ko: "파드 {a}의 프로세스가 127.0.0.1에서만 듣고 있어 파드 밖에서는 접근할 수 없습니다.",
  },
  "diagnosis.SERVICE_PORT_UNKNOWN": {
    en: "Service {a} has no such port: {b} matches no rule, so the packet leaves the cluster and is lost.",
    ko: "서비스 {a}에 그런 포트가 없습니다. {b}와 일치하는 규칙이 없어 패킷이 클러스터 밖으로 나가 사라집니다.",
  },
  "diagnosis.HEADLESS_NO_DNAT": {
    en: "Service {a} is headless: its name gives the pods' own addresses, so no rule turns the port into targetPort.",
    ko: "서비스 {a}는 헤드리스입니다. 이름이 파드 주소로 바로 풀리므로 포트를 targetPort로 바꾸는 규칙이 없습니다.",
  },
  "diagnosis.DNS_WRONG_NAMESPACE": {
    en: "{a} is looked up in the sender's own namespace. The Service {b} is in another one: write name.namespace.",
    ko: "{a} 이름은 보낸 쪽의 네임스페이스에서 찾습니다. 서비스 {b}는 다른 네임스페이스에 있으니 이름.네임스페이스로 쓰세요.",
  },
  "diagnosis.DNS_NO_SERVICE": {
    en: "There is no Service {a}.",
    ko: "{a} 서비스가 없습니다.",
  },
  "diagnosis.DNS_NO_SERVICE_NEAR": {
    en: "There is no Service {a}. There is one called {b}.",
    ko: "{a} 서비스가 없습니다. 비슷한 이름의 {b}가 있습니다.",
  },
  "diagnosis.DNS_HEADLESS_EMPTY": {
    en: "Service {b} is headless and none of its pods is ready: its name has no addresses.",
    ko: "서비스 {b}는 헤드리스이고 준비된 파드가 없어 이름에 주소가 없습니다.",
  },
  "diagnosis.DNS_SERVER_DOWN": {
    en: "No pod of the DNS Service {a} is ready: no name can be resolved.",
    ko: "DNS 서비스 {a}의 파드 중 준비된 것이 없어 어떤 이름도 찾을 수 없습니다.",
  },
  "diagnosis.DNS_NAME_UNKNOWN": { en: "No DNS server knows {a}.", ko: "{a} 이름을 아는 DNS 서버가 없습니다." },
  "diagnosis.ICMP_TO_VIRTUAL_IP": {
    en: "The address of Service {a} is only in rules for its ports. A ping has no port, so nobody answers.",
    ko: "서비스 {a}의 주소는 포트에 대한 규칙에만 있습니다. ping에는 포트가 없어 아무도 답하지 않습니다.",
  },
  "diagnosis.CLUSTER_IP_OUTSIDE": {
    en: "The address of Service {a} means something only on the cluster's nodes. Outside, nobody owns it.",
    ko: "서비스 {a}의 주소는 클러스터 노드에서만 의미가 있습니다. 밖에는 이 주소의 주인이 없습니다.",
  },
  "diagnosis.POD_IP_OUTSIDE": {
    en: "{a} is a pod's address: only the cluster's nodes have a route to it.",
    ko: "{a}는 파드 주소입니다. 클러스터 노드에만 그 경로가 있습니다.",
  },
  "diagnosis.POD_IP_GONE": {
    en: "No pod has {a} any more. Pods come and go; a Service's address stays.",
    ko: "{a} 주소를 가진 파드가 더 이상 없습니다. 파드는 바뀌지만 서비스 주소는 그대로입니다.",
  },
  "diagnosis.ENDPOINT_DEAD_IP": {
    en: "{a} lists {b} as an endpoint, and nobody has that address.",
    ko: "{a}의 엔드포인트 {b} 주소를 가진 곳이 없습니다.",
  },
  "diagnosis.LB_NO_CONTROLLER": {
    en: "Service {a} waits for a load balancer, and no cloud gives it one: its external address stays pending.",
    ko: "서비스 {a}는 로드 밸런서를 기다리지만 만들어 줄 클라우드가 없어 외부 주소가 pending 상태입니다.",
  },
  "diagnosis.SOURCE_RANGE": {
    en: "Service {a} admits only some source addresses, and the sender is not among them.",
    ko: "서비스 {a}는 일부 출발지 주소만 허용하는데, 보낸 쪽은 여기에 없습니다.",
  },
  "diagnosis.OUTSIDE_SILENT": {
    en: "Nobody owns {a}. The packet is lost without a word.",
    ko: "{a} 주소의 주인이 없어 패킷이 소리 없이 사라집니다.",
  },
  "diagnosis.OUTSIDE_REFUSES": {
    en: "{a} is there, but nothing listens on that port.",
    ko: "{a}는 있지만 그 포트에 듣는 프로세스가 없습니다.",
  },
  "diagnosis.NO_PORT_FORWARD": {
    en: "Nothing listens on port {value} of this machine: no kubectl port-forward with that port is running.",
    ko: "이 컴퓨터의 포트 {value}에 듣는 것이 없습니다. 그 포트로 실행 중인 kubectl port-forward가 없습니다.",
  },
  "diagnosis.FORWARDED_PORT_CLOSED": {
    en: "port-forward reached pod {a}, but nothing listens on port {value} inside it.",
    ko: "port-forward가 파드 {a}까지 갔지만, 그 안의 포트 {value}에 듣는 프로세스가 없습니다.",
  },
  "diagnosis.NODE_PORT_UNKNOWN": {
    en: "{a} is a node, and no Service has that node port.",
    ko: "{a}는 노드인데, 그 노드 포트를 쓰는 서비스가 없습니다.",
  },
  "diagnosis.EXTERNALNAME_HOST_HEADER": {
    en: "Service {a} only gives another name for the address. The server outside still sees the name that you typed, and does not know it.",
    ko: "서비스 {a}는 주소에 다른 이름을 줄 뿐입니다. 바깥 서버에는 입력한 이름이 그대로 보이고, 서버는 그 이름을 모릅니다.",
  },
  "diagnosis.UNEXPLAINED": {
    en: "The request to {a} failed. The steps show where.",
    ko: "{a} 요청이 실패했습니다. 어디에서 실패했는지는 단계에 있습니다.",
  },

  "diagnosis.nameResolves": { en: "The name {a} resolves", ko: "{a} 이름에 주소가 있음" },
  "diagnosis.nameResolvesNot": { en: "The name {a} does not resolve", ko: "{a} 이름에 주소가 없음" },
  "diagnosis.endpointsThere": { en: "Service {a} has endpoints", ko: "서비스 {a}에 엔드포인트가 있음" },
  "diagnosis.endpointsThereNot": {
    en: "Service {a} has no ready endpoint",
    ko: "서비스 {a}에 준비된 엔드포인트가 없음",
  },
  "diagnosis.podsMatch": {
    en: "{count} {count|pod matches|pods match} the selector of {a}",
    ko: "{a} 셀렉터와 일치하는 파드 {count}개",
  },
  "diagnosis.podsMatchNot": { en: "No pod matches the selector of {a}", ko: "{a} 셀렉터와 일치하는 파드가 없음" },
  "diagnosis.podsReady": { en: "Its pods are ready", ko: "파드가 준비됨" },
  "diagnosis.podsReadyNot": { en: "None of its pods is ready", ko: "준비된 파드가 없음" },
  "diagnosis.portOpen": { en: "The port is open on {a}", ko: "{a}에서 포트가 열려 있음" },
  "diagnosis.portOpenNot": { en: "The port is closed on {a}", ko: "{a}에서 포트가 닫혀 있음" },
  "diagnosis.portOfService": { en: "Service {a} has that port", ko: "서비스 {a}에 그 포트가 있음" },
  "diagnosis.portOfServiceNot": { en: "Service {a} does not have that port", ko: "서비스 {a}에 그 포트가 없음" },
  "diagnosis.serviceExists": { en: "The Service {a} exists", ko: "{a} 서비스가 있음" },
  "diagnosis.serviceExistsNot": { en: "There is no Service {a}", ko: "{a} 서비스가 없음" },
  "diagnosis.inNamespace": { en: "{a} is in the sender's namespace", ko: "{a}가 보낸 쪽의 네임스페이스에 있음" },
  "diagnosis.inNamespaceNot": { en: "{a} is not in the sender's namespace", ko: "{a}가 보낸 쪽의 네임스페이스에 없음" },
  "diagnosis.dnsReady": { en: "The DNS pods are ready", ko: "DNS 파드가 준비됨" },
  "diagnosis.dnsReadyNot": { en: "No DNS pod is ready", ko: "준비된 DNS 파드가 없음" },
  "diagnosis.owned": { en: "Somebody has {a}", ko: "{a} 주소의 주인이 있음" },
  "diagnosis.ownedNot": { en: "Nobody has {a}", ko: "{a} 주소의 주인이 없음" },
  "diagnosis.everywhere": { en: "It listens on all addresses of {a}", ko: "{a}의 모든 주소에서 듣고 있음" },
  "diagnosis.everywhereNot": { en: "It listens on 127.0.0.1 of {a} only", ko: "{a}의 127.0.0.1에서만 듣고 있음" },
  "diagnosis.within": { en: "Within the cluster Service {a} answers", ko: "클러스터 안에서는 서비스 {a}가 응답함" },
  "diagnosis.withinNot": {
    en: "Service {a} does not answer within the cluster either",
    ko: "클러스터 안에서도 서비스 {a}가 응답하지 않음",
  },
} as const satisfies Entries;
