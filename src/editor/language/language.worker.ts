import { complete } from "./completion.ts";
import { hover } from "./hover.ts";
import type { LanguageAnswer, LanguageAsk } from "./language.ts";
import { mends } from "./mends.ts";
import { Schema } from "./schema.ts";
import file from "../schema/k8s.schema.json";

const schema = new Schema(file);

self.addEventListener("message", ({ data: ask }: MessageEvent<LanguageAsk>) => {
  const answer = (value: LanguageAnswer["value"]) => self.postMessage({ id: ask.id, value } satisfies LanguageAnswer);
  if (ask.kind === "complete") answer(complete(schema, ask));
  else if (ask.kind === "hover") answer(hover(schema, ask));
  else answer(mends(schema, ask.text));
});
