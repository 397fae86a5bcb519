// The editor: files, the language service, what the cluster says to the text, and Monaco's own words.
import type { Kubehop } from "./kubehop.ts";
import { expect, test } from "./kubehop.ts";

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      labels:
        app: shop
    spec:
      containers:
        - name: shop
          image: nginx:1.29
          ports:
            - containerPort: 80
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  selector:
    app: shop
  ports:
    - port: 80
`;

/** The line of the open file that has this text. */
const lineOf = ({ page }: Kubehop, text: string) => page.locator(".monaco-editor .view-line", { hasText: text }).last();
const tab = ({ page }: Kubehop, name: RegExp) => page.locator(".source").getByRole("tab", { name });
const menuOf = async ({ page }: Kubehop, name: string, item: RegExp) => {
  await page.getByRole("button", { name }).click();
  await page.getByRole("menuitem", { name: item }).click();
};

test("files: added, renamed, reordered by keys and by drag, deleted and put back, saved as a zip", async ({
  kubehop,
}) => {
  await kubehop.open();
  const { page } = kubehop;
  const names = () => page.locator(".source").getByRole("tab").allTextContents();
  await page.getByRole("button", { name: "New file" }).click();
  await tab(kubehop, /new\.yaml/).press("F2");
  await page.getByRole("textbox", { name: "New name of new.yaml" }).fill("mine.yaml");
  await page.keyboard.press("Enter");
  await tab(kubehop, /mine\.yaml/).press("Alt+ArrowLeft");
  expect((await names()).findIndex((name) => name.startsWith("mine"))).toBe(2);
  const dataTransfer = await page.evaluateHandle(() => new DataTransfer());
  await tab(kubehop, /mine\.yaml/).dispatchEvent("dragstart", { dataTransfer });
  await tab(kubehop, /service\.yaml/).dispatchEvent("drop", { dataTransfer });
  expect((await names())[0]).toMatch(/^mine/);
  await tab(kubehop, /service\.yaml/).click();
  await tab(kubehop, /service\.yaml/).press("Delete");
  await expect(page.locator(".notice", { hasText: "service.yaml was deleted" })).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await expect(tab(kubehop, /service\.yaml/)).toHaveAttribute("aria-selected", "true");
  const download = page.waitForEvent("download");
  await menuOf(kubehop, "More for service.yaml", /zip/);
  expect((await download).suggestedFilename()).toBe("manifests.zip");
});

test("files that are dropped become tabs; what is no manifest is refused with its reason", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  await page.evaluate((text) => {
    const transfer = new DataTransfer();
    for (const [name, content] of [
      ["shop.yaml", text],
      ["logo.png", ""],
      ["broken.yml", "a\u0000b"],
    ] as const)
      transfer.items.add(new File([content], name));
    document.dispatchEvent(new DragEvent("dragover", { dataTransfer: transfer, bubbles: true, cancelable: true }));
    document.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, SERVICE);
  await expect(tab(kubehop, /shop\.yaml/)).toBeVisible();
  await expect(page.locator(".notice--wrong")).toContainText("logo.png (neither YAML nor JSON)");
  await expect(page.locator(".notice--wrong")).toContainText("broken.yml (no text)");
});

test("completion knows the kind, the place and the cluster; hover tells what a field means", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  const offered = page.locator(".suggest-widget");
  await page.getByRole("button", { name: "New file" }).click();
  await page.locator(".monaco-editor .view-lines").click();
  await page.keyboard.press("ControlOrMeta+Space");
  await expect(offered).toContainText("Deployment");
  await page.keyboard.press("Escape");
  await kubehop.write("apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  selector:\n    app: ");
  await page.keyboard.press("ControlOrMeta+Space");
  await expect(offered).toContainText("numbers-api");
  await page.keyboard.press("Escape");
  await kubehop.write(`${SERVICE.replace("app: shop", "app: numbers-api")}      targetPort: `);
  await page.keyboard.press("ControlOrMeta+Space");
  await expect(offered).toContainText("80");
  await page.keyboard.press("Escape");
  await lineOf(kubehop, "selector:").getByText("selector").hover();
  await expect(page.locator(".monaco-hover").first()).toContainText("map[string]string");
  await expect(page.locator(".monaco-hover").first()).toContainText("Route service traffic to pods");
});

test("what the API server takes and will not work is remarked, and one press mends it", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  const problems = page.locator(".problems");
  await kubehop.setValue("app", "numbers-apy");
  await expect(problems).toContainText("No pod of namespace default has app=numbers-apy.");
  await problems.getByRole("button", { name: "Replace with app: numbers-api" }).click();
  await expect(problems).toHaveCount(0);
  await expect.poll(() => kubehop.editorText()).toContain("app: numbers-api");
  await kubehop.write(`${DEPLOYMENT}---\n${SERVICE.replace("- port: 80", "- port: 80\n      targetPort: 8080")}`);
  await expect(problems).toContainText("Nothing listens on TCP port 8080 in the selected pods. Open there: 80.");
  await problems.getByRole("button", { name: "Replace with targetPort: 80" }).click();
  await expect(problems).toHaveCount(0);
});

test("all that is obvious is mended at once", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  await kubehop.write(
    "apiVersion: v1\nkind: service\nmetadata:\n  name: shop\nspec:\n  selecter:\n    app:numbers-api\n  ports:\n    - targetPort: 80\n",
  );
  await expect(page.locator(".problems")).toContainText("no matches for kind");
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("ControlOrMeta+.");
  await expect(page.getByText("Mend all that is obvious in this file")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect.poll(() => kubehop.editorText()).toContain("kind: Service");
  await expect(page.locator(".problems")).toHaveCount(0);
  expect(await kubehop.editorText()).toMatch(/selector:\n +app: numbers-api/);
});

test("go to definition goes from a selector to the template in another file; a label is renamed everywhere", async ({
  kubehop,
}) => {
  await kubehop.open();
  const { page } = kubehop;
  await lineOf(kubehop, "app:").getByText("numbers-api").click();
  await page.keyboard.press("F12");
  await expect(tab(kubehop, /api\.yaml/)).toHaveAttribute("aria-selected", "true");
  await tab(kubehop, /service\.yaml/).click();
  await lineOf(kubehop, "app:").getByText("numbers-api").click();
  await page.keyboard.press("F2");
  await expect(page.locator(".rename-box input")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("renamed");
  await page.keyboard.press("Enter");
  await expect.poll(() => kubehop.editorText()).toContain("app: renamed");
  await tab(kubehop, /api\.yaml/).click();
  await expect.poll(async () => (await kubehop.editorText()).match(/app: renamed/g)?.length).toBe(2);
  await lineOf(kubehop, "kind:").click();
  await page.keyboard.press("ControlOrMeta+Shift+o");
  await expect(page.locator(".quick-input-widget")).toContainText("symbols");
});

test("a line lights what it makes", async ({ kubehop }) => {
  await kubehop.open();
  const { page } = kubehop;
  const before = await page.locator(".react-flow").screenshot();
  await lineOf(kubehop, "selector:").hover();
  await expect.poll(async () => before.equals(await page.locator(".react-flow").screenshot())).toBe(false);
});
