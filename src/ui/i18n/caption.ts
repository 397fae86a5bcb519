import type { Entries } from "./entries.ts";

/** The caption: where the packet is, what just happened to it, and why. */
export const caption = {
  "caption.packetOf": { en: "packet {number} of {count}", ko: "패킷 {count}개 중 {number}번째" },
  "caption.onHost": { en: "on {host}", ko: "위치: {host}" },
  "caption.table": { en: "{table} table", ko: "{table} 테이블" },
  "caption.stepOf": { en: "step {number} of {count}", ko: "{count}단계 중 {number}단계" },
  "caption.refused": { en: "Refused", ko: "거부됨" },
  "caption.lost": { en: "Lost", ko: "사라짐" },
  "caption.becomes": { en: "becomes", ko: "다음으로 바뀜:" },

  "caption.ready": { en: "The cluster is ready", ko: "클러스터가 준비되었습니다" },
  "caption.readyWhy": {
    en: "Press Send and follow every packet of the request through the nodes.",
    ko: "보내기를 누르고 요청의 모든 패킷이 노드를 지나는 모습을 따라가 보세요.",
  },
  "caption.opening": { en: "Starting the cluster", ko: "클러스터를 시작하는 중입니다" },
  "caption.openingWhy": {
    en: "API server, controllers, CoreDNS and kube-proxy start in this page.",
    ko: "API 서버, 컨트롤러, CoreDNS, kube-proxy가 이 페이지 안에서 시작됩니다.",
  },
  "caption.sending": { en: "The request is under way", ko: "요청을 처리하고 있습니다" },

  "caption.asksName": { en: "{host} asks what {name} is", ko: "{host} 쪽에서 {name} 주소를 묻습니다" },
  "caption.asksNameWhy": {
    en: "The pod's /etc/resolv.conf sends every name to {address}: the {service} Service.",
    ko: "파드의 /etc/resolv.conf에 따라 모든 이름을 {address}({service} 서비스)에 묻습니다.",
  },
  "caption.asksAgainWhy": { en: "Nothing came back, so the resolver asks again.", ko: "응답이 없어서 다시 묻습니다." },
  "caption.answersName": { en: "{host} answers: {name} is {address}", ko: "{host} 응답: {name} = {address}" },
  "caption.answersNothing": {
    en: "{host} answers: there is no name {name}",
    ko: "{host} 응답: {name} 이름이 없습니다",
  },
  "caption.answersEmpty": {
    en: "{host} answers: {name} has no {type} record",
    ko: "{host} 응답: {name}에 {type} 레코드가 없습니다",
  },
  "caption.answersFailure": { en: "{host} answers: {code}", ko: "{host} 응답: {code}" },
  "caption.answerWhy": {
    en: "CoreDNS makes its records from Services and EndpointSlices. {rcode}, type {type}.",
    ko: "CoreDNS는 서비스와 EndpointSlice로 레코드를 만듭니다. {rcode}, 유형 {type}.",
  },
  "caption.nextNameWhy": {
    en: "The resolver goes on with the next name of its search list.",
    ko: "리졸버는 검색 목록의 다음 이름으로 넘어갑니다.",
  },
  "caption.opens": { en: "{host} opens a connection", ko: "{host} 쪽에서 연결을 엽니다" },
  "caption.opensWhy": {
    en: "To the address that the name has: {address}.",
    ko: "이름으로 찾은 주소로 보냅니다: {address}.",
  },
  "caption.opensAgainWhy": {
    en: "No answer to the SYN before, so TCP sends it again after {seconds} s.",
    ko: "앞의 SYN에 응답이 없어서 TCP가 {seconds}초 뒤에 다시 보냅니다.",
  },
  "caption.accepts": { en: "{host} accepts the connection", ko: "{host} 쪽에서 연결을 받습니다" },
  "caption.acceptsWhy": {
    en: "It answers the address that it sees: {address}. It knows nothing of the Service.",
    ko: "보이는 주소 {address}로 응답합니다. 서비스에 대해서는 모릅니다.",
  },
  "caption.acknowledges": { en: "{host} acknowledges", ko: "{host} 쪽에서 확인 응답을 보냅니다" },
  "caption.asks": { en: "{host} sends {what}", ko: "{host} 쪽에서 {what} 요청을 보냅니다" },
  "caption.asksWhy": { en: "The connection is open. Host: {name}", ko: "연결이 열렸습니다. Host: {name}" },
  "caption.answers": { en: "{host} answers {what}", ko: "{host} 응답: {what}" },
  "caption.closes": { en: "{host} closes the connection", ko: "{host} 쪽에서 연결을 닫습니다" },
  "caption.resets": { en: "{host} refuses: nothing listens there", ko: "{host} 거부: 듣고 있는 프로세스가 없습니다" },
  "caption.resetsWhy": {
    en: "Its kernel answers a SYN to a closed port with RST.",
    ko: "닫힌 포트로 온 SYN에는 커널이 RST로 답합니다.",
  },
  "caption.reports": { en: "{host} reports: {what}", ko: "{host} 보고: {what}" },
  "caption.reportsWhy": {
    en: "An ICMP error goes back to the sender. To curl it means: connection refused.",
    ko: "ICMP 오류가 보낸 쪽으로 돌아갑니다. curl에는 연결 거부로 보입니다.",
  },
  "caption.pings": { en: "{host} pings {address}", ko: "{host} 쪽에서 {address}에 ping을 보냅니다" },
  "caption.whoHas": { en: "{host} asks who has {address}", ko: "{host} 쪽에서 {address} 주소의 주인을 찾습니다" },
  "caption.sends": { en: "{host} sends a packet", ko: "{host} 쪽에서 패킷을 보냅니다" },

  "caption.comesIn": { en: "The packet comes in by {name}", ko: "패킷이 {name}에 들어옵니다" },
  "caption.comesInWhy": {
    en: "All pods of {node} hang on this bridge; behind it the node's rules begin.",
    ko: "{node}의 모든 파드가 이 브리지에 연결되어 있고, 그 뒤에서 노드의 규칙이 시작됩니다.",
  },
  "caption.comesInWireWhy": { en: "From the node network.", ko: "노드 네트워크에서 왔습니다." },
  "caption.prerouting": { en: "{node} looks at it before it routes", ko: "{node} 노드가 라우팅 전에 패킷을 봅니다" },
  "caption.output": { en: "{node} looks at its own packet", ko: "{node} 노드가 자기 패킷을 봅니다" },
  "caption.newWhy": {
    en: "The first packet of a connection goes through the nat table.",
    ko: "연결의 첫 패킷은 nat 테이블을 지납니다.",
  },
  "caption.knownWhy": {
    en: "conntrack knows this connection, so the nat table is not asked again.",
    ko: "conntrack이 아는 연결이라 nat 테이블을 다시 보지 않습니다.",
  },
  "caption.isService": { en: "This address is the Service {service}", ko: "이 주소는 {service} 서비스입니다" },
  "caption.isServiceWhy": {
    en: "A rule for {address} stands on every node; the address itself is on no machine.",
    ko: "{address} 규칙은 모든 노드에 있지만, 이 주소를 가진 기계는 없습니다.",
  },
  "caption.noService": { en: "No Service's rule matches", ko: "일치하는 서비스 규칙이 없습니다" },
  "caption.noServiceWhy": {
    en: "In the nat table no rule has {address}: nothing is rewritten.",
    ko: "nat 테이블에 {address} 규칙이 없어 아무것도 바뀌지 않습니다.",
  },
  "caption.nodePort": { en: "A node port of {service}", ko: "{service} 서비스의 노드 포트입니다" },
  "caption.picks": { en: "One endpoint of {service} is drawn", ko: "{service} 서비스의 엔드포인트 하나를 뽑습니다" },
  "caption.drewBelow": { en: "The draw {drawn} fell below {limit}.", ko: "뽑은 수 {drawn}가 {limit}보다 작습니다." },
  "caption.drewLast": {
    en: "No draw before it hit; the last rule takes what is left.",
    ko: "앞의 추첨이 모두 빗나가 마지막 규칙이 나머지를 받습니다.",
  },
  "caption.drewOnly": {
    en: "It has a single endpoint: there is nothing to draw.",
    ko: "엔드포인트가 하나뿐이라 뽑을 것이 없습니다.",
  },
  "caption.endpoint": { en: "The endpoint is {address}", ko: "엔드포인트는 {address}입니다" },
  "caption.endpointWhy": {
    en: "Each endpoint has a chain of its own, with one rewriting rule.",
    ko: "엔드포인트마다 주소를 바꾸는 규칙이 하나 있는 체인이 있습니다.",
  },
  "caption.dnat": { en: "The destination becomes a pod", ko: "목적지가 파드로 바뀝니다" },
  "caption.dnatPlain": { en: "The destination is rewritten", ko: "목적지가 바뀝니다" },
  "caption.dnatWhy": {
    en: "Because Service {service} selects this pod ({field}).",
    ko: "{service} 서비스가 이 파드를 선택하기 때문입니다({field}).",
  },
  "caption.dnatDrawWhy": {
    en: "Because Service {service} selects this pod ({field}) and the draw {drawn} fell below {limit}.",
    ko: "{service} 서비스가 이 파드를 선택하고({field}), 뽑은 수 {drawn}가 {limit}보다 작기 때문입니다.",
  },
  "caption.masquerade": { en: "The source becomes the node", ko: "출발지가 노드로 바뀝니다" },
  "caption.masqueradeWhy": {
    en: "So that the answer comes back through this node, whose conntrack entry can undo it.",
    ko: "응답이 이 노드로 돌아와야 conntrack 항목으로 되돌릴 수 있기 때문입니다.",
  },
  "caption.restoredSource": { en: "The source is the Service again", ko: "출발지가 다시 서비스가 됩니다" },
  "caption.restoredDestination": { en: "The destination is the sender again", ko: "목적지가 다시 보낸 쪽이 됩니다" },
  "caption.followsDestination": { en: "The destination becomes the same pod", ko: "목적지가 같은 파드로 바뀝니다" },
  "caption.restoredWhy": {
    en: "The conntrack entry of the first packet says so; no rule is asked.",
    ko: "첫 패킷이 남긴 conntrack 항목을 따릅니다. 규칙은 보지 않습니다.",
  },
  "caption.relay.kubectl": {
    en: "kubectl port-forward on {host} carries it on to the API server",
    ko: "{host}의 kubectl port-forward가 API 서버로 넘깁니다",
  },
  "caption.relay.kube-apiserver": {
    en: "The API server on {host} carries it on to the kubelet",
    ko: "{host}의 API 서버가 kubelet으로 넘깁니다",
  },
  "caption.relay.kubelet": {
    en: "The kubelet on {host} connects inside the pod, to 127.0.0.1",
    ko: "{host}의 kubelet이 파드 안에서 127.0.0.1로 연결합니다",
  },
  "caption.relayBack.kubectl": {
    en: "kubectl port-forward hands the answer over on {host}",
    ko: "kubectl port-forward가 {host}에서 응답을 건네줍니다",
  },
  "caption.relayBack.kube-apiserver": {
    en: "The API server on {host} carries it back to kubectl",
    ko: "{host}의 API 서버가 kubectl로 돌려보냅니다",
  },
  "caption.relayBack.kubelet": {
    en: "The kubelet takes the answer from inside {host}",
    ko: "kubelet이 {host} 안에서 응답을 받습니다",
  },
  "caption.relayWhy": {
    en: "Past DNS, ClusterIP and rules: the stream is pinned to pod {pod}.",
    ko: "DNS, ClusterIP, 규칙을 거치지 않습니다. 파드 {pod} 하나에 고정된 스트림입니다.",
  },
  "caption.routes": { en: "{host} sends it to {out}", ko: "{host} 쪽에서 {out} 인터페이스로 보냅니다" },
  "caption.routeWhy": { en: "By the route {route}.", ko: "경로 {route}에 따릅니다." },
  "caption.filterPasses": { en: "The filter lets it pass", ko: "필터를 통과합니다" },
  "caption.filterWhy": {
    en: "No rule of {hook} objects; its policy is ACCEPT.",
    ko: "{hook}에 막는 규칙이 없고 기본 정책은 ACCEPT입니다.",
  },
  "caption.postrouting": { en: "It leaves {host} as it is", ko: "그대로 {host} 밖으로 나갑니다" },
  "caption.postroutingWhy": {
    en: "Not marked for masquerading: the source stays {address}.",
    ko: "마스커레이드 표시가 없어 출발지는 {address} 그대로입니다.",
  },
  "caption.passes": { en: "It passes {host}", ko: "{host} 통과" },
  "caption.passesWhy": {
    en: "The same rules stand here, but none has {address}: that is a pod's own address.",
    ko: "여기에도 같은 규칙이 있지만 {address} 규칙은 없습니다. 파드 자신의 주소이기 때문입니다.",
  },
  "caption.rejects": { en: "{host} rejects the packet", ko: "{host} 노드가 패킷을 거부합니다" },
  "caption.rejectsEmpty": {
    en: "{host} rejects the packet: the Service has no endpoints",
    ko: "{host} 노드가 패킷을 거부합니다: 서비스에 엔드포인트가 없습니다",
  },
  "caption.rejectsWhy": { en: "Because of Service {service} ({field}).", ko: "{service} 서비스 때문입니다({field})." },
  "caption.rejectsSelectorWhy": {
    en: "Because {service} selects {labels} ({field}) and no pod has that label.",
    ko: "{service} 서비스가 {labels} 레이블을 선택하는데({field}), 그런 파드가 없기 때문입니다.",
  },
  "caption.rejectsUnreadyWhy": {
    en: "Because {service} selects {labels} ({field}) and none of those pods is ready.",
    ko: "{service} 서비스가 {labels} 레이블을 선택하는데({field}), 그 파드 중 준비된 것이 없기 때문입니다.",
  },
  "caption.rejectsRuleWhy": { en: "A rule of the filter table says so.", ko: "filter 테이블의 규칙 때문입니다." },
  "caption.drops": { en: "{host} drops the packet", ko: "{host} 쪽에서 패킷을 버립니다" },
  "caption.dropsWhy": {
    en: "Without a word: the sender waits until it gives up.",
    ko: "아무 말 없이 버리므로, 보낸 쪽은 포기할 때까지 기다립니다.",
  },
  "caption.nobody": {
    en: "Nothing listens on port {port} of {host}",
    ko: "{host} 포트 {port}에 듣고 있는 프로세스가 없습니다",
  },
  "caption.nobodyWhy": {
    en: "The packet found its pod, but no process has opened that port.",
    ko: "패킷은 파드에 도착했지만 그 포트를 연 프로세스가 없습니다.",
  },
  "caption.arrives": { en: "{host} receives it", ko: "{host} 쪽에서 받습니다" },
  "caption.arrivesWhy": { en: "It listens on port {port}.", ko: "포트 {port}에서 듣고 있습니다." },
  "caption.arrivesBackWhy": {
    en: "It comes from the address that was asked: {address}.",
    ko: "물어본 주소 {address}에서 온 응답입니다.",
  },
  "caption.noNeighbour": { en: "Nobody has {address}", ko: "{address} 주소를 가진 곳이 없습니다" },
  "caption.noNeighbourWhy": {
    en: "Nobody answers ARP for it; after three seconds the kernel gives up.",
    ko: "ARP에 아무도 답하지 않아 3초 뒤 커널이 포기합니다.",
  },
  "caption.swallowed": { en: "The packet is lost at {host}", ko: "패킷이 {host}에서 사라집니다" },
  "caption.swallowedWhy": {
    en: "Nobody owns {address}, and nobody says so.",
    ko: "{address} 주소의 주인이 없고, 아무도 알려 주지 않습니다.",
  },
} as const satisfies Entries;
