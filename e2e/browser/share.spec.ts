// Work handed on: a link that shows another person the same, links that are none of ours, and one's own work kept all the while.
import { expect, Kubehop, test } from "./kubehop.ts";

test("a link shows another person the same files, cluster, request and moment, and their own work comes back", async ({
  kubehop,
  browser,
}) => {
  await kubehop.open();
  const { page, strip, caption } = kubehop;
  await kubehop.setValue("type", "NodePort");
  await kubehop.apply();
  await kubehop.isReady();
  await kubehop.type("kubectl scale deploy numbers-api --replicas=3");
  await expect(page.locator(".react-flow__node-pod", { hasText: "numbers-api" })).toHaveCount(3);
  await kubehop.sendAndWatch();
  await expect(strip).toContainText("200 OK");
  await page.locator("body").press("Home");
  for (let i = 0; i < 7; i++) await page.locator("body").press("ArrowRight");
  const told = await caption.textContent();
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const link = page.getByRole("textbox", { name: "Link to your work" });
  await expect(link).toHaveValue(/#work=[\w-]{500,}$/);
  const address = await link.inputValue();

  const other = new Kubehop(await (await browser.newContext({ serviceWorkers: "block" })).newPage());
  await other.page.goto(address);
  await other.isReady();
  await expect(other.caption).toHaveText(told ?? "");
  await expect.poll(() => other.editorText()).toContain("type: NodePort");
  const pods = other.page.locator(".react-flow__node-pod", { hasText: "numbers-api" });
  await expect(pods).toHaveCount(3);
  expect(other.page.url()).not.toContain("#work=");
  await other.page.reload();
  await other.isReady();
  await expect(pods).toHaveCount(3);
  expect(other.complaints).toEqual([]);
});

test("a link that is opened over one's own work is offered, and one's own work can be gone back to", async ({
  kubehop,
}) => {
  await kubehop.open();
  const { page } = kubehop;
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const field = page.getByRole("textbox", { name: "Link to your work" });
  await expect(field).toHaveValue(/#work=/);
  const hash = new URL(await field.inputValue()).hash;
  await page.keyboard.press("Escape");
  await kubehop.loadScenario(/^NodePort/);
  await page.evaluate((work) => (location.hash = work), hash);
  const dialog = page.getByRole("dialog", { name: "Open the shared work?" });
  await dialog.getByRole("button", { name: "Open" }).click();
  await kubehop.isReady();
  await expect(page.getByRole("combobox", { name: /^Scenario/ })).toContainText("ClusterIP");
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByRole("button", { name: "Back to your own work" }).click();
  await kubehop.isReady();
  await expect(page.getByRole("combobox", { name: /^Scenario/ })).toContainText("NodePort");
});

test("a damaged or foreign link is refused in words, and the page begins as ever", async ({ kubehop }) => {
  const { page } = kubehop;
  for (const hash of ["#work=AAAA", "#work=%3Cscript%3E", "#work=eyJhIjoxfQ"]) {
    await page.goto("about:blank");
    await page.goto(`/${hash}`);
    const dialog = page.getByRole("dialog", { name: "This work cannot be opened" });
    await expect(dialog).toContainText("Your own work is as it was.");
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await kubehop.isReady();
  }
});
