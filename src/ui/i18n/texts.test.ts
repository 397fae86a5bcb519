import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { firstTexts } from "./texts.ts";

const SRC = join(import.meta.dirname, "../..");
/** Shown on demand, with all words. */
const LATER = /key-list|palette\.tsx|failure-dialog|\.test\./;

test("what is drawn before the panes says only words that are there by then", () => {
  const files = ["app", "app/bar", "ui/controls", "state"].flatMap((folder) =>
    readdirSync(join(SRC, folder)).map((name) => join(folder, name)),
  );
  const said = files
    .filter((file) => /\.tsx?$/.test(file) && !LATER.test(file))
    .flatMap((file) =>
      [...readFileSync(join(SRC, file), "utf8").matchAll(/\bmessage\("([\w.]+)"|<Message id="([\w.]+)"/g)].map(
        ([, called, drawn]) => `${file}: ${called ?? drawn}`,
      ),
    );
  expect(said.length).toBeGreaterThan(30);
  expect(said.filter((line) => !((line.split(": ")[1] ?? "") in firstTexts))).toEqual([]);
});
