// Loads what is measured as one bundle, as the page runs it, and not file by file.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { ROOT } from "../../scripts/install.mjs";

/** The exports of bundled.ts, built into a temporary folder that is gone when this returns. */
export async function loadBundle() {
  const folder = await mkdtemp(join(tmpdir(), "kubehop-bench-"));
  try {
    await build({
      root: ROOT,
      configFile: false,
      logLevel: "error",
      ssr: { noExternal: true },
      build: {
        ssr: join(import.meta.dirname, "bundled.ts"),
        outDir: folder,
        target: "es2023",
        rolldownOptions: { output: { entryFileNames: "bundled.mjs", codeSplitting: false } },
      },
    });
    return await import(pathToFileURL(join(folder, "bundled.mjs")).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}
