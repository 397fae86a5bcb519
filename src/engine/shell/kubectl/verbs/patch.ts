import type { PatchType } from "../../../apiserver/api-server.ts";
import { goQuote } from "../../../apiserver/go-text.ts";
import { parseYaml } from "../../../manifest/yaml/parse-yaml.ts";
import type { Command, Context } from "../command.ts";
import { dryRunOf, usageFailure } from "../command.ts";
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
    throw usageFailure(context, `--type must be one of [${TYPES.join(" ")}], not ${goQuote(flags.text("type"))}`);
  const body = readPatch(text);
  const dryRun = dryRunOf(flags);
  const print = resultPrinter(context, dryRun);
  const subresource = flags.text("subresource");
  const { infos, failures } = fetchSelection(context, selectionOf(context, words, { bareType: "refused" }));
  raiseAll(failures);
  if (infos.length === 0) throw new Failure("no objects passed to patch");
  for (const { place, object } of infos) {
    if (dryRun === "client") {
      print(place, object, "patched");
      continue;
    }
    const query = { dryRun: dryRun === "server", ...(subresource !== "" && { subresource }) };
    const written = client.patch(place, { type, body }, query);
    const isSame = written.metadata.resourceVersion === object.metadata.resourceVersion && dryRun === "none";
    print(place, written, isSame ? "patched (no change)" : "patched");
  }
  return 0;
}

function patchText(context: Context): string {
  const { flags, place } = context;
  const [patch, path] = [flags.text("patch"), flags.text("patch-file")];
  if (patch !== "" && path !== "") throw usageFailure(context, "cannot specify --patch and --patch-file together");
  if (patch === "" && path === "")
    throw usageFailure(context, "must specify --patch or --patch-file containing the contents of the patch");
  if (patch !== "") return patch;
  const text = place.files.get(path);
  if (text === undefined) throw new Failure(`unable to read patch file: open ${path}: no such file or directory`);
  return text;
}

function readPatch(text: string): unknown {
  const parsed = parseYaml(text);
  if ("message" in parsed) throw new Failure(`unable to parse ${goQuote(text)}: ${parsed.message}`);
  return parsed.value;
}

function isPatchType(text: string): text is PatchType {
  return TYPES.includes(text);
}
