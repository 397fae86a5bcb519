// What can be done with a thing of the drawing, and the search over everything: by pointer and by keyboard.
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./kubehop.ts";

test("right click on a pod: the terminal shows the kubectl command that deletes it, and another takes its place", async ({
  kubehop,
}) => {
  await kubehop.open();
  const { page } = kubehop;
  const before = await podNames(page, "numbers-api");
  await podOf(page, "numbers-api").click({ button: "right" });
  await expect(page.getByRole("menu")).toContainText(/Pod numbers-api-/);
  await page.getByRole("menuitem", { name: /^Delete/ }).click();
  await expect
    .poll(() => kubehop.said())
    .toMatch(/\$ kubectl delete pod numbers-api-\S+\s+pod "numbers-api-\S+" deleted/);
  await expect.poll(() => podNames(page, "numbers-api")).not.toEqual(before);
});

test("by keyboard: Shift+F10 on a pod scales its Deployment, and the focus comes back", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  const count = (await podNames(page, "numbers-api")).length;
  await podOf(page, "numbers-api").focus();
  await page.keyboard.press("Shift+F10");
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(podOf(page, "numbers-api")).toBeFocused();
  await page.keyboard.press("Shift+F10");
  const scale = page.getByRole("menuitem", { name: `Scale numbers-api up to ${count + 1}` });
  for (let i = 0; i < 10 && !(await hasFocus(scale)); i++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect.poll(() => kubehop.said()).toContain("deployment.apps/numbers-api scaled");
  await expect.poll(async () => (await podNames(page, "numbers-api")).length).toBe(count + 1);
});

test("a pod that is made not ready says so and gets no requests, until it is made ready", async ({ kubehop }) => {
  await kubehop.open();
  const { page, strip } = kubehop;
  const count = (await podNames(page, "numbers-api")).length;
  for (let i = 0; i < count; i++) {
    await page.locator(".pod.is-ready", { hasText: "numbers-api" }).first().click({ button: "right" });
    await page.getByRole("menuitem", { name: "Make not ready" }).click();
    await expect(page.locator(".pod.is-unready", { hasText: "numbers-api" })).toHaveCount(i + 1);
  }
  await kubehop.sendAndWatch();
  await expect(strip).toContainText("curl: (7)");
  await page.locator(".pod.is-unready", { hasText: "numbers-api" }).first().click({ button: "right" });
  await page.getByRole("menuitem", { name: "Make ready" }).click();
  await expect(page.locator(".pod.is-unready", { hasText: "numbers-api" })).toHaveCount(count - 1);
  await kubehop.sendAndWatch();
  await expect(strip).toContainText("200 OK");
});

test("a Service's line offers describe, its EndpointSlices, and to send to it", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  const line = page.locator(".ribbon", { hasText: "numbers-api" }).first();
  await line.click({ button: "right" });
  await page.getByRole("menuitem", { name: /^EndpointSlices/ }).click();
  await expect.poll(() => kubehop.said()).toMatch(/get endpointslices -l kubernetes.io\/service-name=numbers-api/);
  await expect.poll(() => kubehop.said()).toMatch(/numbers-api-\w{5} +IPv4/);
  await line.click({ button: "right" });
  await page.getByRole("menuitem", { name: /^Send to it/ }).click();
  await expect(kubehop.strip).toContainText("SYN");
  await expect(page.getByRole("combobox", { name: "URL" })).toHaveValue("http://numbers-api/");
});

test("a node sends, prints its rules, loses its link and gets it back", async ({ kubehop }) => {
  await kubehop.open();
  const { page, strip } = kubehop;
  const node = page.locator(".machine__head", { hasText: "node-1" });
  const choose = async (name: RegExp | string) => {
    await node.click({ button: "right" });
    await page.getByRole("menuitem", { name }).click();
  };
  await choose("Send from here");
  await expect(page.locator(".request__from")).toContainText("node-1");
  await choose(/^Rules/);
  await expect(page.getByRole("tab", { name: "node-1" })).toHaveAttribute("aria-selected", "true");
  await expect.poll(() => kubehop.said()).toContain("COMMIT");
  await choose("Cut the link");
  await page.getByRole("combobox", { name: "URL" }).fill("http://app.mydb.io/");
  await kubehop.sendAndWatch();
  await expect(strip).toContainText(/curl: \(\d+\)/);
  await choose("Restore the link");
  await kubehop.sendAndWatch();
  await expect(strip).toContainText("200 OK");
});

test("a line drawn from a pod to a Service sends from there to it", async ({ kubehop }) => {
  await kubehop.open();
  const { page, strip } = kubehop;
  const [from, to] = [page.locator(".outside", { hasText: "client" }), podOf(page, "coredns")];
  await from.hover();
  await page.mouse.down();
  await to.hover();
  await expect(page.locator(".drawn__url")).toContainText("http://10.244.");
  await page.keyboard.press("Escape");
  await expect(page.locator(".drawn")).toHaveCount(0);
  await page.mouse.up();
  await expect(page.locator(".request__from")).toContainText("numbers-web");
  await podOf(page, "coredns").hover();
  await page.mouse.down();
  await page.locator(".ribbon", { hasText: "numbers-api" }).first().hover();
  await page.mouse.up();
  await expect(page.locator(".request__from")).toContainText("coredns");
  await expect(page.getByRole("combobox", { name: "URL" })).toHaveValue("http://numbers-api.default/");
  await expect(strip).toContainText("SYN");
});

test("Ctrl+K finds commands, objects and scenarios, also from within the editor", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  const search = page.getByRole("combobox", { name: "Search" });
  await page.keyboard.press("ControlOrMeta+k");
  await expect(search).toBeFocused();
  await page.keyboard.type("dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.locator(".monaco-editor .view-lines").first().click();
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("coredns deployment");
  await expect(page.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(kubehop.inspector).toContainText("Deployment, kube-system");
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("NodePort");
  await page.keyboard.press("Enter");
  await kubehop.isReady();
  await expect(page.getByRole("combobox", { name: /^Scenario/ })).toContainText("NodePort");
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("no such thing");
  await expect(page.getByRole("dialog")).toContainText("Nothing matches");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the list of senders is narrowed by what is typed", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  await page.locator(".request__from").click();
  await page.keyboard.type("node-2");
  await expect(page.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page.locator(".request__from")).toContainText("node-2");
  await expect(page.locator(".request__from")).toBeFocused();
});

function podOf(page: Page, name: string): Locator {
  return page.locator(".pod", { hasText: name }).first();
}

async function podNames(page: Page, name: string): Promise<readonly string[]> {
  const keys = await page
    .locator(".pod", { hasText: name })
    .evaluateAll((pods) => pods.map((pod) => pod.getAttribute("data-pod") ?? ""));
  return keys.map((key) => key.slice(key.indexOf("/") + 1)).toSorted();
}

function hasFocus(item: Locator): Promise<boolean> {
  return item.evaluate((element) => element === document.activeElement);
}
