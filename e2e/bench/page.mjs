// The built page in Chromium: first-load JavaScript, time to the canvas, and the longest stall while 50 Services are applied.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "@playwright/test";
import { preview } from "vite";
import { CHROMIUM_ARGUMENTS, ROOT, installChromium } from "../../scripts/install.mjs";
import { milliseconds, printTable } from "./measure.mjs";
import { manifestOf } from "./workload.mjs";

const DIST = join(ROOT, "dist");

/** Prints one line. */
export async function printPage() {
  const { canvasMs, longestStallMs, framesPerSecond } = await measurePage();
  printTable("The page in Chromium (the wall's time)", [
    {
      "first-load JavaScript": `${firstLoadKilobytes().toFixed(0)} KB gzip`,
      "time to the canvas": milliseconds(canvasMs),
      "longest stall while W(50,4,3) is applied": milliseconds(longestStallMs),
      "frames while a request plays": `${Math.round(framesPerSecond)} a second`,
    },
  ]);
}

/** Kilobytes (gzip) of the scripts that index.html itself asks for: entry and what it imports before the first paint. */
function firstLoadKilobytes() {
  const html = readFileSync(join(DIST, "index.html"), "utf8");
  const scripts = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map((found) => found[1]);
  const bytes = scripts.map((script) => gzipSync(readFileSync(join(DIST, script))).length);
  return bytes.reduce((sum, size) => sum + size, 0) / 1024;
}

/** Figures of the page: {canvasMs, longestStallMs, framesPerSecond}. */
async function measurePage() {
  const server = await preview({ root: ROOT, logLevel: "error", preview: { port: 4199, host: "127.0.0.1" } });
  const executablePath = installChromium();
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: CHROMIUM_ARGUMENTS });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto("http://127.0.0.1:4199/");
    await page.waitForSelector(".react-flow__node");
    const canvasMs = await page.evaluate(() => performance.now());
    const stalls = await applyWorkload(page);
    const framesPerSecond = await playOnce(page);
    return { canvasMs, longestStallMs: stalls, framesPerSecond };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Puts W(50,4,3) into the editor, applies it, and watches for the longest time between two frames until the pods are there. */
async function applyWorkload(page) {
  await page.waitForSelector(".monaco-editor .view-line");
  await page.evaluate(() => {
    globalThis.longestStallMs = 0;
    let last = performance.now();
    const frame = (now) => {
      globalThis.longestStallMs = Math.max(globalThis.longestStallMs, now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await page.locator(".monaco-editor").first().click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.evaluate(paste, manifestOf({ services: 50, pods: 4 }));
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.waitForFunction(() => document.body.textContent.includes("web-49"), undefined, { timeout: 60_000 });
  return page.evaluate(() => globalThis.longestStallMs);
}

/** In the page: what a paste from the clipboard does. Typed text of that length would take the editor a minute. */
function paste(text) {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}

/** Frames a second while a request plays. */
async function playOnce(page) {
  await page.getByRole("button", { name: "Send", exact: true }).click();
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const began = performance.now();
        let frames = 0;
        const frame = (now) => {
          frames++;
          if (now - began > 2000) resolve((frames * 1000) / (now - began));
          else requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
  );
}
