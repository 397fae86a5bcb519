import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "./",
  plugins: [react()],
  worker: { format: "es" },
  // Reached only through lazy imports and workers; listed so that a cold dev server does not reload the page.
  optimizeDeps: {
    include: ["react", "react-dom/client", "zustand", "@xyflow/react", "@xterm/xterm", "@xterm/addon-fit", "yaml"],
  },
  build: { target: "es2023", chunkSizeWarningLimit: 4000 },
  test: { include: ["src/**/*.test.{ts,tsx}", "e2e/recorded/**/*.test.ts"], environment: "node", testTimeout: 60_000 },
});
