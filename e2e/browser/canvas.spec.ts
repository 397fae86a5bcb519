// The drawing: the stream, the camera, places by hand, namespaces, the keyboard, what is said of each thing.
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./kubehop.ts";

test("a stream of ten a second shows the balance over the pods, and the gap of a rolling update in time", async ({
  kubehop,
}) => {
  await kubehop.open();
  const { page } = kubehop;
  const stream = page.getByRole("region", { name: "Stream of requests" });
  await page.getByRole("button", { name: "Send 10 a second" }).click();
  await expect(stream.locator(".lane--host")).toHaveCount(2);
  await expect(page.locator(".pod__answered")).toHaveCount(2);
  await kubehop.type("kubectl rollout restart deployment numbers-api");
  await expect.poll(() => stream.locator(".lane--host").count(), { timeout: 30_000 }).toBeGreaterThan(2);
  await expect(stream.locator(".lane--failed .tick").first()).toBeVisible();
  await page.getByRole("slider", { name: /^Requests in time/ }).focus();
  await page.keyboard.press("Escape");
  await expect(stream).toContainText("Stream ended");
  await page.keyboard.press("ArrowLeft");
  await expect(stream).toContainText(/Request \d+: 200 from default\/numbers-api-/);
  await page.keyboard.press("Enter");
  await expect(kubehop.strip).toContainText("200 OK");
  await stream.locator(".lane--failed svg").click();
  await expect(kubehop.strip).toContainText("curl: (");
  await stream.getByRole("button", { name: "Close the stream" }).click();
  await expect(stream).toHaveCount(0);
});

test("a request that is sent while another is played goes beside it", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  await page.keyboard.press("s");
  await expect(kubehop.caption).toContainText("packet");
  const overlay = page.locator("canvas.overlay");
  await expect(overlay).toHaveAttribute("data-requests", "1");
  await page.keyboard.press("s");
  await expect(overlay).toHaveAttribute("data-requests", "2");
  await page.keyboard.press("End");
  await kubehop.send.click();
  await expect(overlay).toHaveAttribute("data-requests", "1");
  await kubehop.sendAndWatch();
  await expect(kubehop.strip).toContainText("200 OK");
});

test("the camera zooms, follows the packet until a person pans, and comes back to the whole picture", async ({
  kubehop,
}) => {
  await kubehop.open();
  const { page } = kubehop;
  const minimap = page.getByRole("img", { name: "The whole picture in small" });
  const follow = page.getByRole("button", { name: "Follow the packet" });
  const whole = await viewOf(page);
  await expect(minimap).toHaveCount(0);
  for (let i = 0; i < 4; i++) await page.keyboard.press("+");
  await expect(minimap).toBeVisible();
  await expect.poll(() => zoomOf(page)).toBeGreaterThan(1.2);
  await page.keyboard.press("1");
  await expect.poll(() => zoomOf(page)).toBe(1);
  await page.keyboard.press("0");
  await expect.poll(() => viewOf(page)).toBe(whole);
  for (let i = 0; i < 4; i++) await page.keyboard.press("+");
  await page.keyboard.press("f");
  await expect(follow).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("s");
  await expect(page.locator(".chip--packet")).toBeInViewport();
  await page.keyboard.press("End");
  await expect(page.locator(".chip--packet")).toBeInViewport();
  const pane = await page.locator(".react-flow__pane").boundingBox();
  if (pane === null) throw new Error("no pane");
  await page.mouse.move(pane.x + 6, pane.y + pane.height - 6);
  await page.mouse.down();
  await page.mouse.move(pane.x + 90, pane.y + pane.height - 60, { steps: 4 });
  await page.mouse.up();
  await expect(follow).toHaveAttribute("aria-pressed", "false");
});

test("things stand where a person put them, after a reload too, until they are put back", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  const order = async () => {
    const [first, second] = await Promise.all([boxOf(head(page, "node-1")), boxOf(head(page, "node-2"))]);
    return first.y < second.y ? "below" : "beside";
  };
  await expect(page.getByRole("button", { name: "Put everything back" })).toHaveCount(0);
  const { x, y, height } = await boxOf(head(page, "node-2"));
  const machine = await boxOf(page.getByRole("region", { name: "Node node-2" }));
  await page.mouse.move(x + 30, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + 10, y + machine.height, { steps: 6 });
  await page.mouse.up();
  await expect.poll(order).toBe("below");
  await page.locator(".pod", { hasText: "numbers-web" }).focus();
  const before = await page.locator(".pod", { hasText: "numbers-web" }).boundingBox();
  await page.keyboard.press("Shift+ArrowLeft");
  await expect.poll(() => page.locator(".pod", { hasText: "numbers-web" }).boundingBox()).not.toEqual(before);
  await expect.poll(() => keptPlaces(page)).toContain("node-2");
  await page.reload();
  await kubehop.isReady();
  await expect.poll(order).toBe("below");
  await page.getByRole("button", { name: "Put everything back" }).click();
  await expect.poll(order).toBe("beside");
});

test("a namespace is hidden and shown, and what is hidden stays so", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  const toggle = page.locator(".legend__namespace", { hasText: "kube-system" });
  await toggle.click();
  await expect(toggle).toHaveAttribute("aria-pressed", "false");
  await expect(page.locator(".pod.is-hidden")).toHaveCount(2);
  await expect(page.locator(".pod", { hasText: "coredns" })).toHaveCount(0);
  await page.reload();
  await kubehop.isReady();
  await expect(page.locator(".pod.is-hidden")).toHaveCount(2);
  await kubehop.sendAndWatch();
  await page.locator("body").press("Home");
  await expect(page.locator(".pod.is-target", { hasText: "coredns" })).toBeVisible();
  await toggle.click();
  await expect(page.locator(".pod.is-hidden")).toHaveCount(0);
});

test("by keyboard from thing to thing, to its details and to what can be done with it", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  const current = () => page.evaluate(() => document.activeElement?.getAttribute("data-thing"));
  await page.locator("[data-thing][tabindex='0']").focus();
  expect(await current()).toBe("Node control-plane");
  for (const [key, reaches] of [
    ["ArrowDown", "Service default/kubernetes@control-plane"],
    ["ArrowRight", "Service default/kubernetes@node-1"],
    ["Home", "Node control-plane"],
    ["ArrowRight", "Node node-1"],
    ["End", "outside 203.0.113.10"],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(current).toBe(reaches);
  }
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await expect.poll(current).toContain("Pod ");
  await page.keyboard.press("Enter");
  await expect(kubehop.inspector).toContainText("Pod");
  await page.keyboard.press("Shift+F10");
  await expect(page.getByRole("main").getByRole("menu")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect.poll(current).toContain("Pod ");
});

test("a node offers what makes sense: its link is cut or restored, its power off or on", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  const items = async () => {
    await head(page, "node-2").click({ button: "right" });
    const texts = await page.getByRole("menuitem").allTextContents();
    await page.keyboard.press("Escape");
    return texts;
  };
  expect(await items()).toEqual(expect.arrayContaining(["Cut the link", "Power off"]));
  await head(page, "node-2").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Cut the link" }).click();
  await expect(head(page, "node-2")).toContainText("link cut");
  expect(await items()).toEqual(expect.arrayContaining(["Restore the link", "Power off"]));
  expect(await items()).not.toContain("Cut the link");
});

test("a pod says how it stands, in words too, and a card says the rest", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  const pod = page.locator(".pod", { hasText: "numbers-api" }).first();
  await expect(pod).toHaveAttribute("aria-description", /numbers-api-\S+, .*Running, 1 of 1 ready, 0 restarts/);
  await pod.hover();
  const card = page.locator(".hovercard");
  await expect(card).toContainText("Running, 1/1 ready");
  await expect(card).toContainText("numbers-api");
  await page.mouse.move(0, 0);
  await expect(card).toHaveCount(0);
  await pod.click();
  await expect(page.locator(".ribbon.is-related", { hasText: "numbers-api" })).toHaveCount(3);
  await kubehop.type('kubectl run lost --image=nginx --overrides=\'{"spec":{"nodeSelector":{"no":"such"}}}\'');
  await expect(page.getByRole("region", { name: "No node yet" })).toBeVisible();
  await expect(page.locator(".pod.is-pending", { hasText: "lost" })).toContainText("Pending");
});

function head(page: Page, node: string): Locator {
  return page.locator(".machine__head", { hasText: node });
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error("not on the page");
  return box;
}

function viewOf(page: Page): Promise<string> {
  return page.locator(".react-flow__viewport").evaluate((element) => (element as HTMLElement).style.transform);
}

async function zoomOf(page: Page): Promise<number> {
  return Number(/scale\(([\d.]+)\)/.exec(await viewOf(page))?.[1]);
}

/** What this tab keeps of places, as text. */
function keptPlaces(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const opening = indexedDB.open("keyval-store");
        opening.addEventListener("success", () => {
          const all = opening.result.transaction("keyval").objectStore("keyval").getAll();
          all.addEventListener("success", () => resolve(JSON.stringify(all.result)));
        });
      }),
  );
}
