import type { Entries } from "./entries.ts";

/** The drawing of the cluster. */
export const canvas = {
  "canvas.rules": { en: "iptables rules", ko: "iptables 규칙" },
  "canvas.rulesShort": { en: "rules", ko: "규칙" },
  "canvas.moreRules": { en: "and {count} more", ko: "외 {count}개" },
  "canvas.noPods": { en: "No pods, the same rules", ko: "파드는 없지만 규칙은 같음" },
  "canvas.waiting": { en: "No node yet", ko: "노드 배정 전" },
  "canvas.notReady": { en: "not ready", ko: "준비 안 됨" },
  "canvas.network": { en: "node network", ko: "노드 네트워크" },
  "canvas.outside": { en: "outside the cluster", ko: "클러스터 밖" },
  "canvas.travelled": { en: "travelled", ko: "지나온 길" },
  "canvas.toCome": { en: "to come", ko: "남은 길" },
  "canvas.theAnswer": { en: "the answer", ko: "응답" },
  "canvas.rewritten": { en: "address rewritten", ko: "주소가 바뀜" },
  "canvas.rejected": { en: "rejected", ko: "거부됨" },
  "canvas.selects": { en: "Service {service} selects {labels}", ko: "서비스 {service}: {labels} 선택" },
  "canvas.selectsNothing": {
    en: "Service {service} selects {labels}: no pod has it",
    ko: "서비스 {service}: {labels} 레이블을 가진 파드가 없음",
  },
  "canvas.selectsUnready": {
    en: "Service {service} selects {labels}: no pod is ready",
    ko: "서비스 {service}: {labels} 파드 중 준비된 것이 없음",
  },
  "canvas.podLabel": {
    en: "Pod {name}, namespace {namespace}, {address}, {state}",
    ko: "파드 {name}, 네임스페이스 {namespace}, {address}, {state}",
  },
  "canvas.machineLabel": { en: "Node {name}, {address}", ko: "노드 {name}, {address}" },
  "canvas.serviceLabel": {
    en: "{name} {addresses}: rules of this Service on {node}",
    ko: "{name} {addresses}: {node}에 있는 이 서비스의 규칙",
  },
  "canvas.outsideLabel": { en: "{name}, {address}, outside the cluster", ko: "클러스터 밖의 {name}, {address}" },
  "canvas.packetLabel": {
    en: "{kind} packet, from {source} to {destination}",
    ko: "{kind} 패킷, {source}에서 {destination}로",
  },
  "canvas.ready": { en: "ready", ko: "준비됨" },
  "canvas.unready": { en: "not ready", ko: "준비 안 됨" },
  "canvas.pending": { en: "starting", ko: "시작 중" },
  "canvas.terminating": { en: "terminating", ko: "종료 중" },
  "canvas.failed": { en: "failed", ko: "실패" },
  "canvas.succeeded": { en: "completed", ko: "완료" },
  "canvas.restarts": { en: "{count} {count|restart|restarts}", ko: "재시작 {count}회" },
  "canvas.answered": {
    en: "{count} {count|request|requests} of the stream answered",
    ko: "스트림 요청 {count}개에 응답",
  },
  "canvas.zoomIn": { en: "Zoom in", ko: "확대" },
  "canvas.zoomOut": { en: "Zoom out", ko: "축소" },
  "canvas.fit": { en: "Fit the picture", ko: "그림 맞추기" },
  "canvas.empty": { en: "The cluster is starting.", ko: "클러스터가 시작되고 있습니다." },
  "canvas.podCount": { en: "{count} {count|pod|pods}", ko: "파드 {count}개" },
} as const satisfies Entries;
