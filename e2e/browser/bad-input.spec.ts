// What people type that is wrong, half done or too much.
import { expect, test } from "./kubehop.ts";

test("half-typed YAML is marked, and the documents that parse are applied", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  await kubehop.write(
    "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: half\n---\napiVersion: v1\nkind: Serv: ice\nmeta",
  );
  await expect(page.locator(".squiggly-error").first()).toBeVisible();
  await expect(page.locator(".problems li").first()).toBeVisible();
  await kubehop.apply();
  await expect(page.getByRole("button", { name: /^Apply/ })).toBeEnabled();
  await kubehop.type("kubectl get ns half");
  expect(await kubehop.said()).toMatch(/half +Active/);
});

test("an unknown kind is refused in the API server's words, at its place", async ({ kubehop }) => {
  await kubehop.open();
  await kubehop.write("apiVersion: v1\nkind: Gadget\nmetadata:\n  name: one\n");
  await expect(kubehop.page.locator(".problems")).toContainText('no matches for kind "Gadget" in version "v1"');
  await expect(kubehop.page.locator(".problems")).toContainText("line 2");
});

test("the chapter's misprints are marked, and each has its mend", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  await page.getByRole("combobox", { name: /^Scenario/ }).click();
  await page.getByRole("option", { name: /^Misprints/ }).click();
  await expect(page.locator(".problems")).toContainText(
    "cannot unmarshal string into Go struct field ServiceSpec.spec.selector",
  );
  const mend = async (title: string) => {
    await page.locator(".problems button").first().click();
    await page.keyboard.press("ControlOrMeta+.");
    await page.getByText(title).click();
  };
  await mend("Put a space after the colon");
  await expect.poll(() => kubehop.editorText()).toContain("app: sleep-2");
  await expect(page.locator(".problems")).not.toContainText("cannot unmarshal");
  await page.getByRole("tab", { name: /endpoints\.yaml/ }).click();
  await expect(page.locator(".problems li")).not.toHaveCount(0);
  await mend("Take the dash away");
  await expect(page.locator(".problems")).toContainText("ports");
  await mend("Rename the field to port");
  await expect(page.locator(".problems")).toHaveCount(0);
  await kubehop.apply();
  await kubehop.isReady();
});

test("5 MB pasted leave the page alive, are said to be too much, and are still there after a reload", async ({
  kubehop,
}) => {
  await kubehop.open();
  const { page } = kubehop;
  await kubehop.write("# a line of fifty characters, over and over again\n".repeat(105_000));
  await expect(page.locator(".notice--wrong")).toContainText("characters");
  const stall = await page.evaluate(async () => {
    let longest = 0;
    let before = performance.now();
    for (const end = before + 2000; before < end;) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      longest = Math.max(longest, performance.now() - before);
      before = performance.now();
    }
    return longest;
  });
  expect(stall).toBeLessThan(1000);
  await kubehop.sendAndWatch();
  await expect(kubehop.strip).toContainText("200 OK");
  await page.waitForTimeout(1500);
  await page.reload();
  await expect(page.locator(".notice--wrong")).toContainText("characters");
});

test("names with markup in them stay text", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  const name = "<script>document.title='broken'</script><img src=x onerror=alert(1)>";
  await kubehop.write(`apiVersion: v1\nkind: Service\nmetadata:\n  name: "${name}"\nspec:\n  ports:\n    - port: 80\n`);
  await expect(page.locator(".problems")).toContainText("Invalid value");
  await kubehop.type(`kubectl get svc "${name}"`);
  await page.getByRole("combobox", { name: "URL" }).fill(`http://${name}/`);
  await kubehop.send.click();
  await expect(page).toHaveTitle("kubehop");
  await expect(page.locator("img[src=x]")).toHaveCount(0);
});

test("what was typed and not applied is there after a reload, and so is the cluster", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  await kubehop.setValue("app", "typed-but-not-applied");
  await page.waitForTimeout(800);
  await page.reload();
  await expect.poll(() => kubehop.editorText()).toContain("app: typed-but-not-applied");
  await expect(kubehop.sync).toHaveText("1 line not applied");
  await kubehop.sendAndWatch();
  await expect(kubehop.strip).toContainText("200 OK");
});

test("two tabs do not spoil each other's files", async ({ kubehop, context }) => {
  await kubehop.open();
  await kubehop.setValue("name", "first-tab");
  await kubehop.page.waitForTimeout(800);
  const second = await context.newPage();
  await second.goto("/");
  await expect(second.locator(".monaco-editor .view-lines")).toContainText("first-tab");
  await second.locator(".monaco-editor .view-lines").click();
  await second.keyboard.press("ControlOrMeta+a");
  await second.keyboard.insertText("# second tab\n");
  await second.waitForTimeout(800);
  await kubehop.page.reload();
  await expect(kubehop.page.locator(".monaco-editor .view-lines")).toContainText("first-tab");
  await second.reload();
  await expect(second.locator(".monaco-editor .view-lines")).toContainText("second tab");
});

test("a browser that refuses to keep anything is said so, and the page works", async ({ kubehop }) => {
  const { page } = kubehop;
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "indexedDB", {
      value: {
        open: () => {
          throw new Error("refused");
        },
      },
    });
  });
  await kubehop.open();
  await kubehop.setValue("app", "other");
  await expect(page.locator(".notice").first()).toContainText("keeps nothing");
});

test("an engine that breaks says what replays it, and starts again with the same files", async ({ page }) => {
  await page.route("**/engine.worker-*.js", (route) =>
    route.fulfill({ contentType: "text/javascript", body: "throw new Error('broken on purpose')" }),
  );
  await page.goto("/");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("broken on purpose");
  await expect(dialog.getByLabel("What replays it")).toHaveValue(/"seed"/);
  await page.unroute("**/engine.worker-*.js");
  await dialog.getByRole("button", { name: "Start again" }).click();
  await expect(page.locator(".sync")).toHaveText("In sync", { timeout: 30_000 });
  await expect(page.locator(".react-flow__node", { hasText: "numbers-api" }).first()).toBeVisible();
});
