// The terminal as people use terminals: completing, searching, copying, following names, waiting, and shells within shells.
import { expect, test } from "./kubehop.ts";
import type { Kubehop } from "./kubehop.ts";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

/** The last line that the terminal shows. */
async function lastLine(kubehop: Kubehop): Promise<string> {
  return (
    (await kubehop.said())
      .split("\n")
      .filter((line) => line !== "")
      .at(-1) ?? ""
  );
}

test("Tab lists what fits; Tab and Enter choose, typing narrows, Escape leaves the line as it is", async ({
  kubehop,
}) => {
  await kubehop.open();
  const { page } = kubehop;
  const offers = page.locator(".term__offers");
  await kubehop.type("clear");
  await page.keyboard.type("kubectl get pod numbers-");
  await page.keyboard.press("Tab");
  await expect(offers).toBeVisible();
  await expect(offers.locator("li")).toHaveCount(3);
  await page.keyboard.type("w");
  await expect(offers).toBeHidden();
  await page.keyboard.press("Tab");
  await expect.poll(() => lastLine(kubehop)).toMatch(/get pod numbers-web-\S+$/);
  await page.keyboard.press("Control+u");
  await page.keyboard.type("kubectl roll");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(offers).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(offers).toBeHidden();
  await expect.poll(() => lastLine(kubehop)).toMatch(/kubectl rollout$/);
});

test("Ctrl+F finds in the output and counts; Enter goes on; Escape gives the line back", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  await kubehop.type("clear");
  await kubehop.type("kubectl get pods");
  await page.keyboard.press("Control+f");
  await page.keyboard.type("numbers-");
  const status = page.locator(".term__search [role=status]");
  await expect(status).toHaveText("1 of 3");
  await page.keyboard.press("Enter");
  await expect(status).toHaveText("2 of 3");
  await page.keyboard.press("Shift+Enter");
  await expect(status).toHaveText("1 of 3");
  await page.keyboard.type("nowhere");
  await expect(status).toHaveText("No match");
  await page.keyboard.press("Escape");
  await page.keyboard.type("echo here\n");
  await expect.poll(() => kubehop.said()).toContain("\nhere\n");
});

test("a name in the output leads to the picture: pointed at it lights up, clicked it is shown", async ({ kubehop }) => {
  await kubehop.open();
  const { page, inspector } = kubehop;
  await kubehop.type("clear");
  await kubehop.type("kubectl get deploy,svc,pods -o wide");
  const click = async (row: RegExp, part: string) => {
    const line = page.locator(".term__host .xterm-rows > div", { hasText: row }).first();
    const box = await line.boundingBox();
    const text = (await line.textContent()) ?? "";
    const cell = (await page.locator(".term__host .xterm-rows").boundingBox())!.width / (await columns(kubehop));
    await page.mouse.move(box!.x + cell * (text.indexOf(part) + 1.5), box!.y + box!.height / 2, { steps: 3 });
    await expect(page.locator(".xterm-cursor-pointer")).toHaveCount(1);
    await page.mouse.down();
    await page.mouse.up();
  };
  await click(/^service\/numbers-api/, "numbers-api");
  await expect(inspector).toContainText("Service, default");
  await click(/^deployment.apps\/numbers-api/, "numbers-api");
  await expect(inspector).toContainText("Deployment, default");
  await click(/^pod\/numbers-web/, "10.244.");
  await expect(inspector).toContainText("Pod, default");
});

test("kubectl exec -it opens a shell in the pod: its own tools and name, Ctrl+D leads out", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  await kubehop.type("clear");
  await kubehop.type("kubectl exec -it deploy/numbers-web -- sh");
  await expect.poll(() => lastLine(kubehop)).toMatch(/^numbers-web-\S+:\/#$/);
  await kubehop.type("hostname; cat /nowhere");
  expect(await kubehop.said()).toMatch(/\nnumbers-web-\S+\ncat: .*No such file or directory/);
  expect(await kubehop.said()).not.toContain("command terminated");
  await page.keyboard.press("Control+d");
  await expect.poll(() => lastLine(kubehop)).toBe("$");
  await kubehop.type("kubectl get deploy numbers-web -o name");
  expect(await kubehop.said()).toContain("deployment.apps/numbers-web");
});

test("what a slow command waits for can be skipped, and the command stopped", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  await kubehop.type("clear");
  await page.keyboard.type("sleep 40; echo woke up\n");
  await page.getByRole("button", { name: "Skip ahead" }).click();
  await expect.poll(() => kubehop.said(), { timeout: 4000 }).toContain("\nwoke up");
  await page.keyboard.type("kubectl get pods --watch\n");
  await page.getByRole("button", { name: "Stop" }).click();
  await expect.poll(() => lastLine(kubehop)).toBe("$");
  await page.keyboard.type("sleep 30; echo by key\n");
  await expect(page.getByRole("button", { name: "Skip ahead" })).toBeVisible();
  await page.keyboard.press("Control+.");
  await expect.poll(() => kubehop.said(), { timeout: 4000 }).toContain("\nby key");
});

test("copy and paste: by key, by Ctrl+C with something marked, by the menu", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await kubehop.type("clear");
  await kubehop.type("echo marked");
  await page
    .locator(".term__host .xterm-rows > div", { hasText: /^marked/ })
    .dblclick({ position: { x: 12, y: 6 }, force: true });
  await page.keyboard.press("Control+Shift+c");
  await expect.poll(copied).toBe("marked");
  await page.keyboard.type("echo twice ");
  await page.keyboard.press("Control+Shift+v");
  await page.keyboard.press("Enter");
  await expect.poll(() => kubehop.said()).toContain("\ntwice marked");
  await page
    .locator(".term__host .xterm-rows > div", { hasText: /^twice/ })
    .dblclick({ position: { x: 12, y: 6 }, force: true });
  await page.keyboard.press("Control+c");
  await expect.poll(copied).toBe("twice");
  await kubehop.shell.click({ button: "right" });
  await page.getByRole("menuitem", { name: /^Copy all output/ }).click();
  await expect.poll(copied).toMatch(/\$ echo marked\nmarked\n\$ echo twice marked\ntwice marked/);
});

/** How many columns the terminal has. */
async function columns({ page }: Kubehop): Promise<number> {
  const [screen, cell] = await page.evaluate(() => {
    const probe = document.querySelector(".term__host .xterm-char-measure-element");
    const rows = document.querySelector(".term__host .xterm-rows");
    return [rows?.getBoundingClientRect().width ?? 0, (probe?.getBoundingClientRect().width ?? 0) / 32];
  });
  return screen / cell;
}
