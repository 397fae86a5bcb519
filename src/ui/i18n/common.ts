import type { Entries } from "./entries.ts";

export const common = {
  "common.close": { en: "Close", ko: "닫기" },
  "common.cancel": { en: "Cancel", ko: "취소" },
  "common.loading": { en: "Loading", ko: "불러오는 중" },
  "common.retry": { en: "Try again", ko: "다시 시도" },
  "common.copy": { en: "Copy", ko: "복사" },
  "common.copied": { en: "Copied", ko: "복사했습니다" },
  "common.notCopied": {
    en: "The browser did not allow copying",
    ko: "브라우저가 복사를 허용하지 않았습니다",
  },
  "common.resize": { en: "Resize", ko: "크기 조절" },
  "common.pods": { en: "Pods", ko: "파드" },
  "common.nodes": { en: "Nodes", ko: "노드" },
  "common.outside": { en: "Outside the cluster", ko: "클러스터 밖" },
  "common.fileLine": { en: "{file}, line {line}", ko: "{file} {line}행" },
} as const satisfies Entries;
