import type { Entries } from "./entries.ts";

/** The stream: one request sent ten times a second. */
export const stream = {
  "stream.start": { en: "Send 10 a second", ko: "초당 10번 보내기" },
  "stream.stop": { en: "Stop", ko: "멈추기" },
  "stream.close": { en: "Close the stream", ko: "스트림 닫기" },
  "stream.title": { en: "Stream of requests", ko: "요청 스트림" },
  "stream.running": { en: "10 a second", ko: "초당 10번" },
  "stream.stopped": { en: "Stream ended", ko: "스트림 끝남" },
  "stream.sent": { en: "{count} sent", ko: "{count}개 보냄" },
  "stream.failed": { en: "{count} failed", ko: "{count}개 실패" },
  "stream.waiting": { en: "{count} waiting", ko: "{count}개 대기" },
  "stream.none": { en: "No answer yet.", ko: "아직 응답이 없습니다." },
  "stream.others": { en: "others", ko: "그 외" },
  "stream.noAnswer": { en: "failed", ko: "실패" },
  "stream.count": { en: "{count} · {share}%", ko: "{count} · {share}%" },
  "stream.requests": {
    en: "Requests in time: arrow keys choose one, Enter shows its trace",
    ko: "시간순 요청: 화살표 키로 고르고 Enter로 추적 보기",
  },
  "stream.answeredOne": {
    en: "Request {number}: {status} from {by} in {ms} ms",
    ko: "요청 {number}: {by}의 {status} 응답, {ms} ms",
  },
  "stream.failedOne": { en: "Request {number}: {text}", ko: "요청 {number}: {text}" },
} as const satisfies Entries;
