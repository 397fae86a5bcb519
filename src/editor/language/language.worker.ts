import { unhandled } from "../../engine/model/unhandled.ts";
import { complete } from "./completion.ts";
import { format } from "./format.ts";
import { hover } from "./hover.ts";
import type { AnswerTo, LanguageAnswer, LanguageAsk, Question } from "./language.ts";
import { mendAll, mends } from "./mends.ts";
import { Schema } from "./schema.ts";
import { foldsOf, symbolsOf } from "./symbols.ts";
import file from "../schema/k8s.schema.json";

const schema = new Schema(file);

self.addEventListener("message", ({ data: ask }: MessageEvent<LanguageAsk>) => {
  self.postMessage({ id: ask.id, value: answer(ask) } satisfies LanguageAnswer);
});

function answer(ask: LanguageAsk): AnswerTo<Question> {
  switch (ask.kind) {
    case "complete":
      return complete(schema, ask);
    case "hover":
      return hover(schema, ask);
    case "mends":
      return mends(schema, ask.text);
    case "mendAll":
      return mendAll(schema, ask.text);
    case "format":
      return format(ask.text);
    case "symbols":
      return symbolsOf(ask.text);
    case "folds":
      return foldsOf(ask.text);
    default:
      throw unhandled(ask);
  }
}
