// Earlier requests: shown again, compared with the current one, and kept in the page's address.
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./kubehop.ts";
import type { Kubehop } from "./kubehop.ts";

async function sendTo(kubehop: Kubehop, url: string): Promise<void> {
  await kubehop.page.getByRole("combobox", { name: "URL" }).fill(url);
  await kubehop.sendAndWatch();
}

async function openHistory(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Earlier requests" }).click();
  return page.getByRole("dialog", { name: "Earlier requests" });
}

test("the last twenty requests are listed, the newest first, and each can be shown again", async ({ kubehop }) => {
  await kubehop.open();
  const { page, strip } = kubehop;
  const empty = await openHistory(page);
  await expect(empty).toContainText("Nothing has been sent yet");
  await page.keyboard.press("Escape");
  await sendTo(kubehop, "http://numbers-api/rng");
  await sendTo(kubehop, "http://nowhere/");
  await expect(strip).toContainText("curl: (6)");
  await page.locator("body").press("h");
  const entries = page.getByRole("dialog", { name: "Earlier requests" }).getByRole("listitem");
  await expect(entries).toHaveCount(2);
  await expect(entries.nth(0)).toContainText(/numbers-web.*http:\/\/nowhere\/.*not resolved/);
  await expect(entries.nth(1)).toContainText(/numbers-web.*http:\/\/numbers-api\/rng.*200/);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(strip).toContainText("200 OK");
  await expect(strip).not.toContainText("curl: (6)");
});

test("two requests stand one under the other, with the first difference marked and told", async ({ kubehop }) => {
  await kubehop.open();
  const { page, strip } = kubehop;
  await sendTo(kubehop, "http://numbers-api/rng");
  await sendTo(kubehop, "http://numbers-api:81/rng");
  const history = await openHistory(page);
  await history.getByRole("button", { name: /^Compare with the current one: http:\/\/numbers-api\/rng/ }).click();
  const comparison = page.getByRole("region", { name: "Two requests compared" });
  await expect(comparison).toContainText(/Difference 1 of \d+: /);
  for (const side of [/^A: .*:81/, /^B: .*200/]) {
    const strip = comparison.getByRole("region", { name: side });
    await expect(strip.getByRole("button", { name: /here the two part/ })).toBeInViewport();
  }
  for (const next = page.getByRole("button", { name: "Next difference" }); await next.isEnabled();) {
    if (/KUBE-SERVICES/.test((await comparison.locator("p").textContent()) ?? "")) break;
    await next.click();
  }
  await expect(comparison.locator("p")).toContainText("KUBE-SERVICES");
  await comparison.getByRole("button", { name: "End the comparison" }).click();
  await expect(comparison).toHaveCount(0);
  await expect(strip).toContainText("SYN");
});

test("the address leads another page to the same moment of the same request", async ({ kubehop }) => {
  await kubehop.open();
  const { page, caption, strip } = kubehop;
  await kubehop.sendAndWatch();
  await strip
    .getByRole("button", { name: /^DNAT on node-/ })
    .nth(2)
    .click();
  await expect(page).toHaveURL(/#from=pod\+default\/numbers-web-\S+&url=http:\/\/numbers-api\/rng&draws=[\d.,]+&at=\d/);
  const told = await caption.textContent();
  await page.reload();
  await kubehop.isReady();
  await expect(caption).toHaveText(told ?? "");
});

const HOSTILE = [
  "#%",
  "#from=pod+default/none&url=http://numbers-api/",
  "#from=node+node-1&url=javascript:alert(1)",
  "#from=node+node-1&url=http://numbers-api/&draws=NaN&at=1.1",
  "#from=node+%3Cimg+src=x%3E&url=http://numbers-api/&at=9999.99.9999",
];

test("an address that makes no sense is passed over without a word", async ({ kubehop }) => {
  const { page, caption } = kubehop;
  for (const hash of HOSTILE) {
    await page.goto("about:blank");
    await page.goto(`/${hash}`);
    await kubehop.isReady();
    await expect(caption).toContainText("Press Send");
  }
  await page.goto("about:blank");
  await page.goto("/#from=node+node-1&url=http://numbers-api.default/rng&at=9999.99.9999");
  await kubehop.isReady();
  await expect(kubehop.inspector).toBeVisible();
});
