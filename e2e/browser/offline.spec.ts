import { expect, test } from "./kubehop.ts";

test.use({ serviceWorkers: "allow" });

test("after one visit the page works without a network", async ({ kubehop, context }) => {
  await kubehop.open();
  const { page } = kubehop;
  await expect(page.locator(".monaco-editor .view-line").first()).toBeVisible();
  // Ready means installed, and installed means that every file of the build is kept.
  await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
  await context.setOffline(true);
  await page.reload();
  await kubehop.isReady();
  await kubehop.sendAndWatch();
  await expect(kubehop.strip).toContainText("200 OK");
});
