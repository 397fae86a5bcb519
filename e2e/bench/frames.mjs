// Frames a second and the main thread's milliseconds a frame while the drawing is panned and a request plays, at 50, 1,000 and 5,000
// pods. A headless browser has no graphics processor: what it paints in software counts here, and would not on a person's machine.
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { preview } from "vite";
import { CHROMIUM_ARGUMENTS, ROOT, installChromium } from "../../scripts/install.mjs";
import { milliseconds, printTable } from "./measure.mjs";
import { manifestOf, nodesFor } from "./workload.mjs";

const SIZES = [
  { services: 10, pods: 5 },
  { services: 10, pods: 100 },
  { services: 25, pods: 200 },
];
const MEASURED_MS = 2000;
const OPEN_MS_MAX = 180_000;

/** Prints a line a size. */
export async function printFrames(bundle, outDir = join(ROOT, "dist")) {
  const rows = [];
  for (const size of SIZES) rows.push(await measureFrames(saveOf(bundle, size), size, outDir));
  printTable("The drawing's frames in headless Chromium (software painting)", rows);
}

/** A cluster with the Deployments of that size, at rest, as the page opens it. */
function saveOf({ openCluster }, size) {
  const cluster = openCluster({ nodes: nodesFor(size) });
  cluster.run("kubectl apply -f -", { stdin: manifestOf(size) });
  cluster.settle();
  return JSON.stringify(cluster.save());
}

async function measureFrames(saved, { services, pods }, outDir) {
  const server = await preview({
    root: ROOT,
    logLevel: "error",
    build: { outDir },
    preview: { port: 4198, host: "127.0.0.1" },
  });
  const executablePath = installChromium();
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: CHROMIUM_ARGUMENTS });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: "block" });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Performance.enable");
    await page.route("**/saved.json", (route) => route.fulfill({ body: saved, contentType: "application/json" }));
    await page.addInitScript(openWithSave);
    await page.goto("http://127.0.0.1:4198/");
    await page.waitForFunction(isDrawn, services * pods, { timeout: OPEN_MS_MAX, polling: 250 });
    const openMs = await page.evaluate(() => performance.now());
    const panned = await watched({ page, cdp }, () => pan(page));
    await send(page);
    const played = await watched({ page, cdp }, () => page.waitForTimeout(MEASURED_MS));
    return {
      pods: services * pods,
      "on the screen after": milliseconds(openMs),
      "panning, frames a second": Math.round(panned.framesPerSecond),
      "panning, ms a frame": milliseconds(panned.msPerFrame),
      "panning, longest task": milliseconds(panned.longestMs),
      "playing, frames a second": Math.round(played.framesPerSecond),
      "playing, ms a frame": milliseconds(played.msPerFrame),
      "playing, longest task": milliseconds(played.longestMs),
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** In the page, before its scripts: the first cluster that it opens is the saved one. */
function openWithSave() {
  const Original = globalThis.Worker;
  globalThis.Worker = class extends Original {
    #waiting = [];
    #isAsked = false;
    #isOpened = false;

    postMessage(ask, ...rest) {
      if (ask?.kind === "open" && !this.#isAsked) {
        this.#isAsked = true;
        void fetch("./saved.json")
          .then((response) => response.json())
          .then((saved) => {
            super.postMessage({ ...ask, saved, files: [] });
            this.#isOpened = true;
            for (const one of this.#waiting) super.postMessage(one);
          });
      } else if (this.#isAsked && !this.#isOpened) this.#waiting.push(ask);
      else super.postMessage(ask, ...rest);
    }
  };
}

/** In the page: whether the legend counts that many pods. */
function isDrawn(pods) {
  const counts = [...document.querySelectorAll(".legend__namespace .mono")].map((one) => Number(one.textContent));
  return counts.some((count) => count >= pods);
}

/** Frames while something is done: how many a second, the main thread's work for each, the longest task. */
async function watched({ page, cdp }, work) {
  await page.evaluate(() => {
    const watch = { began: performance.now(), frames: 0, longestMs: 0, isOn: true };
    globalThis.watch = watch;
    const frame = () => {
      watch.frames++;
      if (watch.isOn) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    watch.observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watch.longestMs = Math.max(watch.longestMs, duration);
    });
    watch.observer.observe({ type: "longtask" });
  });
  const before = await processorSeconds(cdp);
  await work();
  const busyMs = ((await processorSeconds(cdp)) - before) * 1000;
  const seen = await page.evaluate(() => {
    const { watch } = globalThis;
    watch.isOn = false;
    watch.observer.disconnect();
    return { frames: watch.frames, longestMs: watch.longestMs, ms: performance.now() - watch.began };
  });
  const framesPerSecond = (seen.frames * 1000) / seen.ms;
  return { framesPerSecond, msPerFrame: busyMs / Math.max(1, seen.frames), longestMs: seen.longestMs };
}

/** The main thread's processor time: what else runs on this machine does not count. */
async function processorSeconds(cdp) {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "ThreadTime").value;
}

/** Drags the drawing to and fro at a person's pace. */
async function pan(page) {
  await page.keyboard.press("1");
  const { x, y, width, height } = await page.locator(".react-flow__pane").boundingBox();
  const middle = { x: x + width / 2, y: y + height - 6 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  const until = Date.now() + MEASURED_MS;
  for (let i = 0; Date.now() < until; i++) {
    await page.mouse.move(middle.x + 200 * Math.sin(i / 10), middle.y + 100 * Math.sin(i / 7));
  }
  await page.mouse.up();
}

/** Sends from the first pod to a Service, over all machines. */
async function send(page) {
  await page.keyboard.press("0");
  await page.locator(".request__from").click();
  await page.keyboard.type("web-0-");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "URL" }).fill("http://web-1/");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.waitForFunction(() => document.querySelector(".caption")?.textContent.includes("packet"));
}
