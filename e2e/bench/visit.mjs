// A first visit over a slow line, and a long session: when something is there to see, and what 1,000 requests cost in memory.
//   node e2e/bench/visit.mjs [folder of a build]
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { chromium } from "@playwright/test";
import { CHROMIUM_ARGUMENTS, ROOT, installChromium } from "../../scripts/install.mjs";
import { milliseconds, printTable } from "./measure.mjs";

/** As Lighthouse's "slow 4G": bytes a second, and the milliseconds that each answer takes more. */
const SLOW_LINE = { downloadThroughput: (1.6 * 2 ** 20) / 8, uploadThroughput: (0.75 * 2 ** 20) / 8, latency: 150 };
const REQUESTS = 1000;
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

/** Prints a table for each of the two. */
export async function printVisit(dist = join(ROOT, "dist")) {
  const server = await serve(dist);
  const executablePath = installChromium();
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: CHROMIUM_ARGUMENTS });
  const url = `http://127.0.0.1:${server.address().port}/`;
  try {
    printTable("First visit, empty cache, 1.6 Mbit/s and 150 ms (the wall's time)", [await measureVisit(browser, url)]);
    printTable(`A session of ${REQUESTS} requests`, await measureSession(browser, url));
  } finally {
    await browser.close();
    server.close();
  }
}

/** Serves a folder compressed, as a host of static pages does. */
async function serve(folder) {
  const compress = promisify(gzip);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const file = join(folder, normalize(pathname === "/" ? "/index.html" : pathname));
    readFile(file)
      .then((content) => compress(content))
      .then(
        (body) => {
          const type = TYPES[extname(file)] ?? "application/octet-stream";
          response.writeHead(200, { "content-type": type, "content-encoding": "gzip" }).end(body);
        },
        () => response.writeHead(404).end(),
      );
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

async function measureVisit(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: false, ...SLOW_LINE });
  await page.goto(url, { waitUntil: "commit" });
  await page.waitForSelector(".react-flow__node");
  const canvasMs = await page.evaluate(() => performance.now());
  await page.waitForSelector(".monaco-editor .view-line", { timeout: 120_000 });
  const editorMs = await page.evaluate(() => performance.now());
  const paintMs = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);
  await context.close();
  return {
    "first paint": milliseconds(paintMs),
    "time to the canvas": milliseconds(canvasMs),
    "time to the editor": milliseconds(editorMs),
  };
}

/** Sends by the Send button, as fast as answers come; a line before and after. */
async function measureSession(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForSelector(".request button[type=submit]:enabled");
  const rows = [{ requests: 1, ...(await afterRequests(context, page, 1)) }];
  rows.push({ requests: REQUESTS, ...(await afterRequests(context, page, REQUESTS - 1)) });
  await context.close();
  return rows;
}

async function afterRequests(context, page, count) {
  await page.evaluate(async (wanted) => {
    const send = document.querySelector(".request button[type=submit]");
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let sent = 0; sent < wanted; sent++) {
      send.click();
      do await frame();
      while (send.disabled);
    }
  }, count);
  const session = await context.newCDPSession(page);
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { nodes } = await session.send("Memory.getDOMCounters");
  await session.detach();
  return { "the page's heap": `${(usedSize / 2 ** 20).toFixed(1)} MB`, "DOM nodes": nodes };
}

if (process.argv[1] === import.meta.filename) {
  await printVisit(process.argv[2]);
  process.exit();
}
