import type { Entries } from "./entries.ts";

export const terminal = {
  "terminal.title": { en: "Terminal", ko: "터미널" },
  "terminal.shells": { en: "Shells", ko: "셸" },
  "terminal.workstation": { en: "kubectl", ko: "kubectl" },
  "terminal.new": { en: "New shell in a pod or on a node", ko: "파드나 노드에 새 셸 열기" },
  "terminal.close": { en: "Close the shell of {name}", ko: "{name} 셸 닫기" },
  "terminal.collapse": { en: "Collapse the terminal", ko: "터미널 접기" },
  "terminal.expand": { en: "Open the terminal", ko: "터미널 열기" },
  "terminal.try": { en: "try:", ko: "해 볼 만한 명령:" },
  "terminal.inHost": { en: "A shell in the network of {host}", ko: "{host}의 네트워크에서 여는 셸" },
} as const satisfies Entries;
