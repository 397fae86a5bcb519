import type { PatchType } from "../../../apiserver/api-server.ts";
import { goQuote } from "../../../apiserver/go-text.ts";
import { isJsonEqual } from "../../../apiserver/json-equal.ts";
import { patchSyntaxError } from "../../../manifest/json-syntax.ts";
import { parseYaml } from "../../../manifest/yaml/parse-yaml.ts";
import type { Command, Context } from "../command.ts";
import { dryRunOf } from "../command.ts";
import { Failure, raiseAll } from "../failure.ts";
import { resultPrinter } from "../result-printer.ts";
import { fetchSelection, selectionOf } from "../selection.ts";

const TYPES: readonly string[] = ["json", "merge", "strategic"];

export const patchCommand: Command = { name: "patch", run: runPatch };

function runPatch(context: Context): number {
  const { flags, words, client } = context;
  const text = patchText(context);
  const type = flags.text("type").toLowerCase();
  if (!isPatchType(type))
    throw new Failure(`--type must be one of [${TYPES.join(" ")}], not ${goQuote(flags.text("type"))}`);
  const { body, refusal } = readPatch(text, type);
  const dryRun = dryRunOf(flags);
  const print = resultPrinter(context, "none");
  const subresource = flags.text("subresource");
  const { infos, failures } = fetchSelection(context, selectionOf(context, words, { bareType: "refused" }));
  raiseAll(failures);
  if (infos.length === 0) throw new Failure("no objects passed to patch");
  for (const { place, object } of infos) {
    if (dryRun === "client") {
      print(place, object, "patched");
      continue;
    }
    if (refusal) throw refusal;
    const query = { dryRun: dryRun === "server", ...(subresource !== "" && { subresource }) };
    const written = client.patch(place, { type, body }, query);
    print(place, written, isJsonEqual(written, object) ? "patched (no change)" : "patched");
  }
  return 0;
}

function patchText(context: Context): string {
  const { flags, place } = context;
  const [patch, path] = [flags.text("patch"), flags.text("patch-file")];
  if (patch !== "" && path !== "") throw new Failure("cannot specify --patch and --patch-file together");
  if (patch === "" && path === "")
    throw new Failure("must specify --patch or --patch-file containing the contents of the patch");
  if (patch !== "") return patch;
  const text = place.files.get(path);
  if (text === undefined) throw new Failure(`unable to read patch file: open ${path}: no such file or directory`);
  return text;
}

/** JSON goes to the server as it is, which refuses what is none; YAML is turned into JSON. As yaml.ToJSON. */
function readPatch(text: string, type: PatchType): { readonly body: unknown; readonly refusal?: Failure } {
  const problem = text.trimStart().startsWith("{") ? patchSyntaxError(text) : undefined;
  if (problem !== undefined) {
    const message = type === "strategic" ? problem : `error decoding patch: ${problem}`;
    return { body: undefined, refusal: new Failure(message, { status: { code: 400, reason: "BadRequest", message } }) };
  }
  const parsed = parseYaml(text);
  if ("message" in parsed) throw new Failure(`unable to parse ${goQuote(text)}: ${parsed.message}`);
  return { body: parsed.value };
}

function isPatchType(text: string): text is PatchType {
  return TYPES.includes(text);
}
