import type { Entries } from "./entries.ts";

/** Work handed on as a link or a file. */
export const share = {
  "share.title": { en: "Share", ko: "공유" },
  "share.carries": {
    en: "The link carries your files, the request and the moment you look at. Nothing is stored anywhere else.",
    ko: "링크에 파일, 요청, 지금 보는 시점이 모두 담깁니다. 다른 곳에는 아무것도 저장하지 않습니다.",
  },
  "share.carriesCluster": {
    en: "The link carries your files, the cluster as commands have changed it, the request and the moment you look at. Nothing is stored anywhere else.",
    ko: "링크에 파일, 명령으로 바뀐 클러스터, 요청, 지금 보는 시점이 모두 담깁니다. 다른 곳에는 아무것도 저장하지 않습니다.",
  },
  "share.link": { en: "Link to your work", ko: "작업 링크" },
  "share.copy": { en: "Copy the link", ko: "링크 복사" },
  "share.length": { en: "{length} characters", ko: "{length}자" },
  "share.tooLong": {
    en: "The link would have {length} characters, and programs cut links over {max}. Save a file and send that.",
    ko: "링크가 {length}자나 됩니다. {max}자가 넘는 링크는 잘리기 쉬우니 파일로 저장해서 보내세요.",
  },
  "share.save": { en: "Save as a file", ko: "파일로 저장" },
  "share.openFile": { en: "Open a file", ko: "파일 열기" },
  "share.back": { en: "Back to your own work", ko: "내 작업으로 돌아가기" },
  "share.offered": { en: "Open the shared work?", ko: "공유받은 작업을 열까요?" },
  "share.offer": {
    en: "Somebody shares {count} {count|file|files} with you, with a request and its moment.",
    ko: "파일 {count}개와 요청, 보던 시점을 공유받았습니다.",
  },
  "share.ownIsKept": {
    en: "Your own work is kept: Share leads back to it.",
    ko: "내 작업은 그대로 보관됩니다. 공유에서 다시 돌아올 수 있습니다.",
  },
  "share.keepMine": { en: "Keep mine", ko: "내 작업 계속" },
  "share.open": { en: "Open", ko: "열기" },
  "share.refused": { en: "This work cannot be opened", ko: "이 작업을 열 수 없습니다" },
  "share.problem.damaged": {
    en: "The link or file is damaged: a part of it was lost on the way. Ask for it again, best as a file.",
    ko: "링크나 파일이 손상되어 일부가 없어졌습니다. 다시 보내 달라고 하세요. 파일로 받는 것이 좋습니다.",
  },
  "share.problem.newer": {
    en: "It was made by a later kubehop than this one. Load the page again to get that.",
    ko: "더 새로운 kubehop에서 만든 것입니다. 페이지를 새로 고쳐 보세요.",
  },
  "share.problem.too-large": {
    en: "It is larger than anything that kubehop shares.",
    ko: "kubehop이 공유하는 크기보다 큽니다.",
  },
  "share.problem.wrong": {
    en: "It is not a work of kubehop's.",
    ko: "kubehop의 작업이 아닙니다.",
  },
  "share.nothingLost": { en: "Your own work is as it was.", ko: "내 작업은 그대로입니다." },
} as const satisfies Entries;
