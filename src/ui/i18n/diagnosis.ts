import type { Entries } from "./entries.ts";

/** Why a request failed. {a} and {b} are what the diagnosis speaks of, {value} is the value of the field in question. */
export const diagnosis = {
  "diagnosis.cause": { en: "Cause", ko: "원인" },
  "diagnosis.proof": { en: "Proof", ko: "근거" },
  "diagnosis.field": { en: "Field to change: {path}", ko: "바꿀 필드: {path}" },
  "diagnosis.change": { en: "Change and apply", ko: "바꾸고 적용" },
  "diagnosis.patch": { en: "Change with kubectl patch", ko: "kubectl patch로 바꾸기" },
  "diagnosis.showLine": { en: "Show line {line}", ko: "{line}행 보기" },
  "diagnosis.remove": { en: "remove this field", ko: "이 필드를 지우기" },
  "diagnosis.instead": { en: "What to ask for instead", ko: "대신 요청할 것" },
  "diagnosis.ask": { en: "Send this", ko: "이걸로 보내기" },
  "diagnosis.answeredOtherwise": { en: "Answered, but not as meant", ko: "응답은 왔지만 뜻대로가 아님" },
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
  "diagnosis.SELECTOR_OTHER_NAMESPACE": {
    en: "The pods that Service {a} means are in namespace {value}. A Service selects pods of its own namespace only.",
    ko: "서비스 {a}가 가리키는 파드는 {value} 네임스페이스에 있습니다. 서비스는 자기 네임스페이스의 파드만 선택합니다.",
  },
  "diagnosis.POD_UNSCHEDULABLE": {
    en: "Pod {b}, which Service {a} selects, is on no node: {value}",
    ko: "서비스 {a}가 선택하는 파드 {b}가 어느 노드에도 배치되지 않았습니다. {value}",
  },
  "diagnosis.POD_IMAGE": {
    en: "Pod {b}, which Service {a} selects, has not started: its image {value} cannot be pulled.",
    ko: "서비스 {a}가 선택하는 파드 {b}의 이미지 {value}를 받을 수 없어 시작되지 않았습니다.",
  },
  "diagnosis.POD_CRASHING": {
    en: "Pod {b}, which Service {a} selects, ends as soon as it starts. Its log (kubectl logs {b}) says why.",
    ko: "서비스 {a}가 선택하는 파드 {b}가 시작하자마자 끝납니다. 이유는 로그(kubectl logs {b})에 있습니다.",
  },
  "diagnosis.PROBE_PORT_CLOSED": {
    en: "Pod {b}, which Service {a} selects, is never ready: its readiness probe asks port {value}, where nothing listens.",
    ko: "서비스 {a}가 선택하는 파드 {b}는 준비될 수 없습니다. 준비성 프로브가 확인하는 포트 {value}에 듣는 것이 없습니다.",
  },
  "diagnosis.ENDPOINTS_NOT_LINKED": {
    en: "{a} holds endpoints, but does not say that they are those of Service {b}: the name or the label kubernetes.io/service-name must be the Service's.",
    ko: "{a}에 엔드포인트가 있지만 서비스 {b}의 것이라고 적혀 있지 않습니다. 이름 또는 kubernetes.io/service-name 레이블이 서비스 이름과 같아야 합니다.",
  },
  "diagnosis.ENDPOINTS_PORT_NAME": {
    en: "{a} calls its port otherwise than Service {b}. Ports of endpoints are matched by name.",
    ko: "{a}의 포트 이름이 서비스 {b}의 포트 이름과 다릅니다. 엔드포인트의 포트는 이름으로 짝지어집니다.",
  },
  "diagnosis.POD_PORT_CLOSED": {
    en: "{a} is there, but nothing listens on port {value} of it. To a pod's own address you send to the pod's own port.",
    ko: "{a}는 있지만 그 포트 {value}에 듣는 것이 없습니다. 파드 주소로 보낼 때는 파드 자신의 포트를 씁니다.",
  },
  "diagnosis.LOCALHOST_IS_THE_POD": {
    en: "In pod {a}, localhost is that pod itself, and nothing listens there on port {value}.",
    ko: "파드 {a} 안의 localhost는 그 파드 자신이고, 거기 포트 {value}에는 듣는 것이 없습니다.",
  },
  "diagnosis.SERVICE_PORT_PROTOCOL": {
    en: "Service {a} has that port for {value} only: {b} matches no rule, so the packet is lost.",
    ko: "서비스 {a}의 그 포트는 {value} 전용입니다. {b}와 일치하는 규칙이 없어 패킷이 사라집니다.",
  },
  "diagnosis.NODE_PORT_ON_CLUSTER_IP": {
    en: "The node port is open on the nodes' own addresses. At its cluster address, Service {a} has port {value}.",
    ko: "노드 포트는 노드 주소에서만 열립니다. 클러스터 주소에서 서비스 {a}의 포트는 {value}입니다.",
  },
  "diagnosis.SERVICE_PORT_ON_NODE": {
    en: "On a node's own address, Service {a} is at its node port {value}, not at its own port.",
    ko: "노드 주소에서 서비스 {a}는 자기 포트가 아니라 노드 포트 {value}로 열려 있습니다.",
  },
  "diagnosis.TLS_PLAINTEXT_MISMATCH": {
    en: "TLS was spoken to {a}, and what listens there speaks plain HTTP. A Service knows nothing of the protocol inside.",
    ko: "{a} 쪽으로 TLS를 보냈지만 거기서 듣는 것은 일반 HTTP를 씁니다. 서비스는 안에 담긴 프로토콜을 모릅니다.",
  },
  "diagnosis.DNS_WRONG_DOMAIN": {
    en: "No DNS zone has {a}. The whole name of the Service is {b}.",
    ko: "{a} 이름을 가진 DNS 영역이 없습니다. 서비스의 전체 이름은 {b}입니다.",
  },
  "diagnosis.DNS_POD_NOT_READY": {
    en: "Pod {a} is not ready, and a headless Service names its ready pods only, unless {b} publishes the others, too.",
    ko: "파드 {a}가 준비되지 않았습니다. 헤드리스 서비스 {b}는 따로 정하지 않으면 준비된 파드의 이름만 알려 줍니다.",
  },
  "diagnosis.DNS_NO_SUCH_POD": {
    en: "Service {b} has no pod of that name: {a} names nobody.",
    ko: "서비스 {b}에 그런 이름의 파드가 없어 {a}에 해당하는 것이 없습니다.",
  },
  "diagnosis.DNS_POD_OTHER_SERVICE": {
    en: "Pod {a} has its name under another Service: the field that says so is {value}.",
    ko: "파드 {a}의 이름은 다른 서비스 아래에 있습니다. 그 필드의 값은 {value}입니다.",
  },
  "diagnosis.DNS_POD_NOT_HEADLESS": {
    en: "Service {b} has an address of its own: names of single pods exist under headless Services only.",
    ko: "서비스 {b}에는 자기 주소가 있습니다. 파드 하나하나의 이름은 헤드리스 서비스에만 있습니다.",
  },
  "diagnosis.DNS_POLICY": {
    en: "The sender's dnsPolicy is {value}: it asks its node's DNS server, which does not know {a}.",
    ko: "보낸 쪽의 dnsPolicy가 {value}라서 노드의 DNS 서버에 묻는데, 그 서버는 {a} 이름을 모릅니다.",
  },
  "diagnosis.DNS_NO_SEARCH": {
    en: "The sender's DNS settings have no search list: {a} is asked for as it is, and only the whole name exists.",
    ko: "보낸 쪽의 DNS 설정에 검색 목록이 없어 {a} 이름을 그대로 묻습니다. 전체 이름만 존재합니다.",
  },
  "diagnosis.DNS_NOT_IN_CLUSTER": {
    en: "{a} is a name of the cluster's DNS, which only pods ask. The sender asks another server.",
    ko: "{a}는 클러스터 DNS의 이름이고, 파드만 그 DNS에 묻습니다. 보낸 쪽은 다른 서버에 묻습니다.",
  },
  "diagnosis.DNS_ZONE_NOT_SERVED": {
    en: "The Service is there, but the DNS server does not answer for {a}: look at the zone in its Corefile.",
    ko: "서비스는 있지만 DNS 서버가 {a} 이름에 답하지 않습니다. Corefile의 영역을 확인하세요.",
  },
  "diagnosis.EXTERNALNAME_IS_ADDRESS": {
    en: "Service {a} stands for {value}. An ExternalName is a name, never an address: for an address, write a Service without selector, and its endpoints.",
    ko: "서비스 {a}의 externalName이 {value}입니다. externalName은 이름이어야 합니다. 주소라면 셀렉터 없는 서비스와 엔드포인트를 만드세요.",
  },
  "diagnosis.EXTERNALNAME_UNKNOWN": {
    en: "Service {a} stands for {value}, and no DNS server knows that name.",
    ko: "서비스 {a}가 가리키는 {value} 이름을 아는 DNS 서버가 없습니다.",
  },
  "diagnosis.CLUSTER_IP_GONE": {
    en: "No Service has {a} any more: it belongs to the range of cluster addresses, and no rule stands for it.",
    ko: "{a} 주소를 가진 서비스가 더 이상 없습니다. 클러스터 주소 범위에 속하지만 해당하는 규칙이 없습니다.",
  },
  "diagnosis.NODE_UNREACHABLE": {
    en: "No packet comes to {a}: the machine is off, or its link is cut.",
    ko: "{a}까지 패킷이 가지 못합니다. 그 머신이 꺼졌거나 링크가 끊어졌습니다.",
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
  "diagnosis.nodeAnswers": { en: "{a} answers", ko: "{a} 응답함" },
  "diagnosis.nodeAnswersNot": { en: "{a} does not answer", ko: "{a} 응답하지 않음" },
  "diagnosis.within": { en: "Within the cluster Service {a} answers", ko: "클러스터 안에서는 서비스 {a}가 응답함" },
  "diagnosis.withinNot": {
    en: "Service {a} does not answer within the cluster either",
    ko: "클러스터 안에서도 서비스 {a}가 응답하지 않음",
  },
} as const satisfies Entries;
