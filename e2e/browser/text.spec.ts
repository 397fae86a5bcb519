// No text lies on other text or is cut off: at three sizes, in both languages, before a request and while one is looked at.
import { expect, test } from "./kubehop.ts";
import { faultsOfText } from "./texts.ts";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

for (const locale of ["en-US", "ko-KR"]) {
  for (const viewport of SIZES) {
    test.describe(`${locale}, ${viewport.width} by ${viewport.height}`, () => {
      test.use({ locale, viewport, reducedMotion: "reduce" });

      test("all text is whole and by itself", async ({ kubehop }) => {
        const { page } = kubehop;
        await page.goto("/");
        await expect(kubehop.sync).toHaveText(/In sync|적용됨/, { timeout: 30_000 });
        const tabs = page.locator(".tabbar button");
        const faults: string[] = [];
        const look = async (when: string) => {
          const found = await faultsOfText(page);
          expect(found.texts).toBeGreaterThan(10);
          faults.push(...found.faults.map((fault) => `${when}: ${fault}`));
        };
        const lookEverywhere = async (when: string) => {
          const count = await tabs.count();
          if (count === 0) return look(when);
          for (let tab = 0; tab < count; tab++) {
            await tabs.nth(tab).click();
            await look(`${when}, tab ${tab + 1}`);
          }
          return tabs.first().click();
        };
        await lookEverywhere("at first");
        await kubehop.sendAndWatch();
        await page.locator("body").press("Home");
        for (let packet = 0; packet < 3; packet++) {
          await page.locator("body").press("Shift+ArrowRight");
          await lookEverywhere(`packet ${packet + 2}`);
        }
        expect(faults).toEqual([]);
      });
    });
  }
}
