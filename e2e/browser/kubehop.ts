// What the journeys share: a page that is opened, said of in a person's words, and watched for console messages.
import { test as base, expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

/** The page as a person sees it. */
export class Kubehop {
  readonly page: Page;
  /** Errors and warnings of the console, uncaught errors, failed requests. */
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on("console", (message) => {
      // Playwright says this itself where the configuration blocks service workers.
      if (message.text().includes("registration blocked by Playwright")) return;
      if (["error", "warning"].includes(message.type())) this.complaints.push(`${message.type()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.complaints.push(`uncaught: ${error.message}`));
    page.on("requestfailed", (request) => {
      // A reload ends what was still being loaded.
      const reason = request.failure()?.errorText ?? "";
      if (reason !== "net::ERR_ABORTED") this.complaints.push(`failed: ${request.url()} ${reason}`);
    });
  }

  /** Opens the page and waits until its cluster, its drawing and its editor are there. */
  async open(): Promise<void> {
    await this.page.goto("/");
    await this.isReady();
  }

  /** The cluster has what the files say, and a sender is there. */
  async isReady(): Promise<void> {
    await expect(this.sync).toHaveText(/In sync|적용됨/, { timeout: 30_000 });
    await expect(this.page.locator(".react-flow__node").first()).toBeVisible();
  }

  get sync(): Locator {
    return this.page.locator(".sync");
  }

  get send(): Locator {
    return this.page.locator(".request button[type=submit]");
  }

  /** What the caption says happened. */
  get caption(): Locator {
    return this.page.locator(".caption");
  }

  get inspector(): Locator {
    return this.page.locator(".inspector");
  }

  get strip(): Locator {
    return this.page.locator("#trace");
  }

  get shell(): Locator {
    return this.page.locator(".term__host .xterm");
  }

  /** Sends and waits until the last packet has been played. */
  async sendAndWatch(): Promise<void> {
    await this.send.click();
    await expect(this.send).toBeEnabled();
    await expect(this.caption).not.toContainText("Press Send");
    await this.page.keyboard.press("Escape");
    await this.page.locator("body").press("End");
  }

  /** Replaces the text of the file that is open, as a paste does. */
  async write(text: string): Promise<void> {
    await this.page.locator(".monaco-editor .view-lines").first().click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.evaluate((pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", pasted);
      const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(paste);
    }, text);
  }

  /** The open file, as the editor shows it (what is scrolled away is not there). */
  async editorText(): Promise<string> {
    const lines = await this.page.locator(".monaco-editor .view-line").all();
    const placed = await Promise.all(
      lines.map(async (line) => ({ top: (await line.boundingBox())?.y ?? 0, text: (await line.textContent()) ?? "" })),
    );
    const inOrder = placed.toSorted((a, b) => a.top - b.top).map(({ text }) => text.replaceAll("\u00a0", " "));
    return inOrder.join("\n");
  }

  /** Changes a line of the open file: what stands after `key:` becomes the value. */
  async setValue(key: string, value: string): Promise<void> {
    const line = this.page.locator(".monaco-editor .view-line", { hasText: `${key}:` }).last();
    await line.click();
    await this.page.keyboard.press("End");
    const written = (await line.textContent()) ?? "";
    const old = written.slice(written.indexOf(":") + 1).trim();
    for (let i = 0; i < old.length; i++) await this.page.keyboard.press("Backspace");
    await this.page.keyboard.type(value);
    await this.page.keyboard.press("Escape");
  }

  async apply(): Promise<void> {
    await this.page.getByRole("button", { name: /^(Apply|적용)/ }).click();
  }

  /** Types a command and waits until it has ended; the terminal is made high enough for what it says. */
  async type(command: string): Promise<void> {
    if (((await this.shell.boundingBox())?.height ?? 0) < 300) {
      await this.page.getByRole("separator", { name: "Resize: Terminal" }).focus();
      for (let i = 0; i < 6; i++) await this.page.keyboard.press("ArrowUp");
    }
    await this.shell.click();
    await this.page.keyboard.type(`${command}\n`);
    await expect(this.page.locator(".term__screen")).toHaveAttribute("aria-busy", "false", { timeout: 30_000 });
  }

  /** All that the terminal shows. */
  async said(): Promise<string> {
    const rows = await this.page.locator(".term__host .xterm-rows > div").allTextContents();
    return rows.map((row) => row.replaceAll("\u00a0", " ").trimEnd()).join("\n");
  }

  async loadScenario(title: RegExp): Promise<void> {
    await this.page.getByRole("combobox", { name: /^(Scenario|시나리오)/ }).click();
    await this.page.getByRole("option", { name: title }).click();
    await this.isReady();
  }
}

/** `test` with a page that says nothing in the console: whatever it said fails the test. */
export const test = base.extend<{ kubehop: Kubehop }>({
  kubehop: async ({ page }, run) => {
    const kubehop = new Kubehop(page);
    await run(kubehop);
    expect(kubehop.complaints).toEqual([]);
  },
});

export { expect };
