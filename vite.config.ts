import { readdirSync } from "node:fs";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "./",
  plugins: [react(), offlineFiles()],
  worker: { format: "es" },
  // Reached only through lazy imports and workers; listed so that a cold dev server does not reload the page.
  optimizeDeps: {
    include: ["react", "react-dom/client", "zustand", "@xyflow/react", "@xterm/xterm", "@xterm/addon-fit", "yaml"],
  },
  build: { target: "es2023", chunkSizeWarningLimit: 4000 },
  test: {
    setupFiles: ["src/ui/i18n/all-texts.ts"],
    include: ["src/**/*.test.{ts,tsx}", "e2e/recorded/**/*.test.ts"],
    environment: "node",
    testTimeout: 60_000,
  },
});

/** Writes the list of the build's files, which the service worker keeps for use without a network. */
function offlineFiles(): Plugin {
  return {
    name: "kubehop-offline-files",
    apply: "build",
    generateBundle(_options, bundle) {
      const made = Object.keys(bundle).filter((file) => !file.endsWith(".map"));
      const given = readdirSync("public").filter((file) => file !== "offline.js");
      const files = ["./", ...[...made, ...given].map((file) => `./${file}`)].toSorted();
      this.emitFile({ type: "asset", fileName: "offline-files.json", source: JSON.stringify(files) });
    },
  };
}
