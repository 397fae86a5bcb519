import type { Entries } from "./entries.ts";

/** The bar, the frame, the key list and what the page says of itself. */
export const bar = {
  "bar.scenario": { en: "Scenario", ko: "시나리오" },
  "bar.request": { en: "Request", ko: "요청" },
  "bar.from": { en: "from", ko: "출발" },
  "bar.fromLabel": { en: "Where the request starts", ko: "요청을 보내는 곳" },
  "bar.url": { en: "URL", ko: "URL" },
  "bar.send": { en: "Send", ko: "보내기" },
  "bar.sending": { en: "Sending", ko: "보내는 중" },
  "bar.inSync": { en: "In sync", ko: "적용됨" },
  "bar.notApplied": {
    en: "{count} {count|line|lines} not applied",
    ko: "적용 안 된 줄 {count}개",
  },
  "bar.refused": { en: "{count} {count|problem|problems}", ko: "문제 {count}개" },
  "bar.opening": { en: "Starting the cluster", ko: "클러스터를 시작하는 중" },
  "bar.working": { en: "Working", ko: "처리 중" },
  "bar.undo": { en: "Undo the last change of the cluster", ko: "클러스터의 마지막 변경 되돌리기" },
  "bar.redo": { en: "Redo the change of the cluster", ko: "클러스터의 변경 다시 하기" },
  "bar.language": { en: "Language", ko: "언어" },
  "bar.toDark": { en: "Dark theme", ko: "어두운 화면" },
  "bar.toLight": { en: "Light theme", ko: "밝은 화면" },
  "bar.keys": { en: "Keys", ko: "단축키" },
  "bar.menu": { en: "Menu", ko: "메뉴" },
} as const satisfies Entries;
