// A trace taken out of the page: as text, as JSON, as a picture, to the clipboard or into a file.
import { traceToText } from "../engine/trace/trace-text.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { getObjects } from "../state/cluster.ts";
import { nodeAddressesOf } from "../state/node-addresses.ts";
import { download } from "../ui/download.ts";
import { message } from "../ui/i18n/message.tsx";
import { copyPicture, copyText } from "../ui/notice.ts";
import { tokenColour } from "../ui/theme.ts";
import { outcomeWord } from "./outcome-word.ts";
import { pictureOf } from "./picture.ts";
import type { Picture } from "./picture.ts";

/** Pixels of the PNG for one of the drawing: sharp on any screen. */
const PNG_SCALE = 2;

export function copyTraceText(trace: Trace): void {
  void copyText(traceToText(trace), said());
}

export function copyTraceJson(trace: Trace): void {
  void copyText(JSON.stringify(trace, undefined, 2), said());
}

/** Copies the strip as a PNG. */
export function copyTracePicture(trace: Trace): void {
  void copyPicture(pngOf(pictureNow(trace)), said());
}

export function saveTracePicture(trace: Trace): void {
  download("trace.svg", new Blob([pictureNow(trace).svg], { type: "image/svg+xml" }));
}

export function saveTraceJson(trace: Trace): void {
  download("trace.json", new Blob([JSON.stringify(trace, undefined, 2)], { type: "application/json" }));
}

function said() {
  return { done: message("common.copied"), refused: message("common.notCopied") };
}

function pictureNow(trace: Trace): Picture {
  return pictureOf(trace, {
    token: tokenColour,
    words: {
      query: message("strip.kindDnsQuery"),
      answer: message("strip.kindDnsAnswer"),
      error: message("strip.kindIcmpError"),
    },
    outcome: outcomeWord(trace.outcome, message),
    nodeAddresses: nodeAddressesOf(getObjects("Node").values()),
  });
}

async function pngOf({ svg, width, height }: Picture): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * PNG_SCALE;
  canvas.height = height * PNG_SCALE;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png");
  });
}
