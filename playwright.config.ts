import { defineConfig } from "@playwright/test";
import { CHROMIUM_ARGUMENTS, findChromium } from "./scripts/install.mjs";

const chromium = findChromium();
const PORT = Number(process.env.PORT ?? 4187);
const OUT_DIR = process.env.OUT_DIR ?? "dist";

/** Journeys through the built page: `npm run build` first. OUT_DIR names another build, PORT another port. */
export default defineConfig({
  testDir: "e2e/browser",
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    baseURL: `http://127.0.0.1:${PORT}`,
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    locale: "en-US",
    colorScheme: "light",
    // Answers that a journey gives in a server's place must not come from a cache; the journey without a network allows it.
    serviceWorkers: "block",
    launchOptions: {
      ...(chromium !== undefined && { executablePath: chromium }),
      args: [...CHROMIUM_ARGUMENTS],
    },
  },
  webServer: {
    command: `npx vite preview --outDir ${OUT_DIR} --host 127.0.0.1 --port ${PORT} --strictPort`,
    url: `http://127.0.0.1:${PORT}`,
    reuseExistingServer: false,
    timeout: 60_000,
  },
});
