// Both themes, both languages, three sizes: axe finds nothing, nothing overflows, and the keyboard is enough.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import { expect, test } from "./kubehop.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

/** Opens each thing that lies over the page. */
const LAYERS: readonly ((page: Page) => Promise<void>)[] = [
  (page) => page.keyboard.press("Control+k"),
  (page) => page.locator("body").press("?"),
  (page) => page.locator("body").press("h"),
  (page) => page.getByRole("button", { name: /^(Share|공유)$/ }).click(),
  (page) => page.getByRole("button", { name: /^(Copy the trace|추적 복사)$/ }).click(),
  (page) => page.locator(".request__from").click(),
  (page) => page.locator(".pod").first().click({ button: "right" }),
];

for (const colorScheme of ["light", "dark"] as const) {
  for (const locale of ["en-US", "ko-KR"] as const) {
    test.describe(`${colorScheme}, ${locale}`, () => {
      test.use({ colorScheme, locale });

      test("axe finds nothing, before a request and after it", async ({ kubehop }) => {
        await kubehop.open();
        expect(await violations(kubehop.page)).toEqual([]);
        await kubehop.sendAndWatch();
        expect(await violations(kubehop.page)).toEqual([]);
      });

      test("axe finds nothing with any menu or dialog open, with the history, and with two requests compared", async ({
        kubehop,
      }) => {
        await kubehop.open();
        const { page } = kubehop;
        await kubehop.sendAndWatch();
        await kubehop.sendAndWatch();
        for (const open of LAYERS) {
          await open(page);
          expect(await violations(page)).toEqual([]);
          await page.keyboard.press("Escape");
          await expect(page.locator("[role=dialog], [role=menu]")).toHaveCount(0);
        }
        await page.locator("body").press("c");
        await expect(page.locator(".compare")).toBeVisible();
        expect(await violations(page)).toEqual([]);
      });

      for (const viewport of SIZES) {
        test(`at ${viewport.width} by ${viewport.height} nothing is wider than the page`, async ({ kubehop }) => {
          await kubehop.page.setViewportSize(viewport);
          await kubehop.page.goto("/");
          await expect(kubehop.sync).toHaveText(/In sync|적용됨/, { timeout: 30_000 });
          await kubehop.sendAndWatch();
          const { scrollWidth, clientWidth } = await kubehop.page.evaluate(() => {
            const { scrollWidth, clientWidth } = document.documentElement;
            return { scrollWidth, clientWidth };
          });
          expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
        });
      }
    });
  }
}

test("the language and the theme change at any time, and are kept", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  await page.getByRole("button", { name: "한국어" }).click();
  await expect(kubehop.send).toHaveText("보내기");
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await page.getByRole("button", { name: "어두운 화면" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(kubehop.send).toHaveText("보내기");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("a session by keyboard alone: load, edit, apply, send, walk, mend, send again, compare", async ({ kubehop }) => {
  await kubehop.open();
  const { page, strip, caption } = kubehop;
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Search" })).toBeFocused();
  await page.keyboard.type("ClusterIP");
  await page.keyboard.press("Enter");
  await kubehop.isReady();
  await expect(page.locator(".monaco-editor .view-line").first()).toBeVisible();
  const goTo = async (pane: string) => {
    for (let i = 0; i < 8 && !(await hasFocus(page, pane)); i++) await page.keyboard.press("F6");
    expect(await hasFocus(page, pane)).toBe(true);
  };
  const setApp = async (name: string) => {
    await goTo(".monaco-editor");
    await page.keyboard.press("Control+Home");
    for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Home");
    await page.keyboard.press("Shift+End");
    await page.keyboard.type(`app: ${name}`);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => kubehop.editorText()).toContain(`app: ${name}`);
    await kubehop.isReady();
  };
  await setApp("nothing");
  await goTo("#trace");
  await page.keyboard.press("s");
  await expect(strip).toContainText("curl: (7)");
  await page.keyboard.press("End");
  const end = await caption.textContent();
  await page.keyboard.press("ArrowLeft");
  await expect(caption).not.toHaveText(end ?? "");
  await setApp("numbers-api");
  await goTo("#trace");
  await page.keyboard.press("s");
  await expect(strip).toContainText("200 OK");
  await page.keyboard.press("c");
  const comparison = page.getByRole("region", { name: "Two requests compared" });
  await expect(comparison).toContainText(/Difference 1 of \d+: /);
  await page.keyboard.press("c");
  await expect(comparison).toHaveCount(0);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("Step forward");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("on a phone the strip comes first, and every pane is one tab away", async ({ kubehop }) => {
  const { page } = kubehop;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/");
  await expect(kubehop.sync).toHaveText(/In sync/, { timeout: 30_000 });
  await kubehop.sendAndWatch();
  await expect(page.getByRole("main")).toContainText("SYN");
  for (const [tab, shows] of [
    ["Map", ".react-flow__node"],
    ["Why", ".inspector"],
    ["YAML", ".monaco-editor"],
    ["Shell", ".xterm"],
  ] as const) {
    await page.getByRole("navigation", { name: "Panes" }).getByRole("button", { name: tab }).click();
    await expect(page.locator(shows).first()).toBeVisible();
  }
});

test("panes are resized by keyboard and keep their sizes", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  const source = page.locator("#source");
  const before = (await source.boundingBox())?.width ?? 0;
  await page.getByRole("separator", { name: "Resize: Manifests" }).focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
  const after = (await source.boundingBox())?.width ?? 0;
  expect(after).toBeGreaterThan(before);
  await page.reload();
  await expect.poll(async () => Math.abs(((await source.boundingBox())?.width ?? 0) - after)).toBeLessThan(4);
});

/** Whether what has the focus is in there. */
function hasFocus(page: Page, within: string): Promise<boolean> {
  return page.evaluate((selector) => document.activeElement?.closest(selector) != null, within);
}

/** What axe finds, a line each. */
async function violations(page: Page): Promise<readonly string[]> {
  // Not as a script of the page: the page's policy allows none but its own.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    type Found = { id: string; nodes: { target: string[]; failureSummary?: string }[] };
    const { axe } = globalThis as unknown as { axe: { run(root: Document): Promise<{ violations: Found[] }> } };
    const { violations } = await axe.run(document);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary ?? ""}`),
    );
  });
}
