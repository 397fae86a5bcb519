import type { Entries } from "./entries.ts";

/** A packet through the rules of a real node. */
export const pasted = {
  "pasted.title": { en: "Walk pasted iptables rules", ko: "붙여넣은 iptables 규칙 따라가기" },
  "pasted.rules": { en: "Rules, as iptables-save prints them", ko: "iptables-save가 출력한 규칙" },
  "pasted.hint": {
    en: "Paste what iptables-save prints on a node of yours. It stays in this browser.",
    ko: "노드에서 iptables-save로 출력한 내용을 붙여넣으세요. 이 브라우저 밖으로 나가지 않습니다.",
  },
  "pasted.protocol": { en: "protocol", ko: "프로토콜" },
  "pasted.in": { en: "comes in by", ko: "들어오는 인터페이스" },
  "pasted.out": { en: "leaves by", ko: "나가는 인터페이스" },
  "pasted.local": { en: "the node's own addresses", ko: "노드 자신의 주소" },
  "pasted.walk": { en: "Walk", ko: "따라가기" },
  "pasted.result": { en: "What became of the packet", ko: "패킷의 결과" },
  "pasted.accept": { en: "Passes", ko: "통과" },
  "pasted.drop": { en: "Dropped", ko: "버려짐" },
  "pasted.reject": { en: "Rejected", ko: "거부됨" },
  "pasted.unknown": {
    en: "Not known here, so rules with it were passed over: {what}",
    ko: "여기서 알지 못해 건너뛴 규칙의 조건: {what}",
  },
  "pasted.line": { en: "Line {line}: {what}", ko: "{line}행: {what}" },
  "pasted.noRule": { en: "No chain of these rules is met by this packet.", ko: "이 패킷이 만나는 체인이 없습니다." },
  "pasted.wrong.source": { en: "The source is no IPv4 address.", ko: "출발지가 IPv4 주소가 아닙니다." },
  "pasted.wrong.destination": { en: "The destination is no IPv4 address.", ko: "목적지가 IPv4 주소가 아닙니다." },
} as const satisfies Entries;
