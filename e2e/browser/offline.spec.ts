import { expect, test } from "./kubehop.ts";

test.use({ serviceWorkers: "allow" });

test("what was loaded once works without a network", async ({ kubehop, context }) => {
  await kubehop.open();
  const { page } = kubehop;
  await expect(page.locator(".monaco-editor .view-line").first()).toBeVisible();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const isKept = async () =>
      (await (await caches.open("kubehop")).keys()).some(({ url }) => url.includes("/assets/index-"));
    while (!(await isKept())) await new Promise((resolve) => setTimeout(resolve, 100));
  });
  // A second visit loads all through the worker; the third has no network.
  await page.reload();
  await kubehop.isReady();
  await expect(page.locator(".monaco-editor .view-line").first()).toBeVisible();
  await context.setOffline(true);
  await page.reload();
  await kubehop.isReady();
  await kubehop.sendAndWatch();
  await expect(kubehop.strip).toContainText("200 OK");
});
