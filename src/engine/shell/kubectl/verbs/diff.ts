import { isJsonObject } from "../../../model/json.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import type { Command, Context } from "../command.ts";
import type { Document } from "../documents.ts";
import { readDocuments } from "../documents.ts";
import { Failure } from "../failure.ts";
import { LAST_APPLIED, lastAppliedOf, withLastApplied } from "../last-applied.ts";
import { toYaml } from "../output/yaml.ts";
import { threeWayPatch } from "../patch/three-way.ts";
import { unifiedDiff } from "../output/unified-diff.ts";
import { formatMicroTimestamp } from "../../../model/timestamp.ts";

/** What `diff` itself ends with when a difference was found; more than that is an error. */
const DIFFERENT = 1;

export const diffCommand: Command = { name: "diff", run: runDiff };

function runDiff(context: Context): number {
  if (!context.flags.isGiven("filename")) throw new Failure("must specify one of -f and -k", { exitCode: 2 });
  const { documents, failures } = readFiles(context);
  const [failure] = failures;
  if (failure) throw asError(failure);
  const texts = documents.map((document) => {
    try {
      return diffOf(context, document);
    } catch (error) {
      throw error instanceof Failure ? asError(error) : error;
    }
  });
  context.streams.out(texts.join(""));
  return texts.some((text) => text !== "") ? DIFFERENT : 0;
}

function readFiles(context: Context): ReturnType<typeof readDocuments> {
  try {
    return readDocuments(context);
  } catch (error) {
    throw error instanceof Failure ? asError(error) : error;
  }
}

/** An error ends `diff` with more than a difference does. */
function asError({ message, status }: Failure): Failure {
  return new Failure(message, { exitCode: 2, ...(status && { status }) });
}

function diffOf(context: Context, document: Document): string {
  const { place } = document;
  const live = context.client.find(place);
  const merged = mergedOf(context, document, live);
  const { group, version } = place.resource;
  const file = [group, version, document.object.kind, place.namespace ?? "", place.name].filter(Boolean).join(".");
  const time = formatMicroTimestamp(context.nowEpochMs).replace("T", " ").replace("Z", "000 +0000");
  const [before, after] = [live && toYaml(shown(live)), toYaml(shown(merged))];
  const body = unifiedDiff(before ?? "", after);
  if (body === "") return "";
  const [left, right] = [`/tmp/LIVE-1/${file}`, `/tmp/MERGED-1/${file}`];
  return `diff -u -N ${left} ${right}\n--- ${left}\t${time}\n+++ ${right}\t${time}\n${body}`;
}

/** What an apply would come to, asked of the server without doing it. */
function mergedOf(context: Context, { place, object }: Document, live: KubernetesObject | undefined): KubernetesObject {
  const modified = withLastApplied(object);
  if (!live) return context.client.create(place.resource, place.namespace, modified, { dryRun: true });
  const sides = {
    original: lastAppliedOf(live) ?? {},
    modified: isJsonObject(modified) ? modified : {},
    current: isJsonObject(live) ? live : {},
  };
  const result = threeWayPatch(sides, live);
  if (!result.ok) throw new Failure(result.message, { exitCode: 2 });
  return context.client.patch(place, { type: result.type, body: result.patch }, { dryRun: true });
}

function shown(object: KubernetesObject): object {
  const { [LAST_APPLIED]: _, ...annotations } = object.metadata.annotations ?? {};
  const hasAny = Object.keys(annotations).length > 0;
  const { annotations: __, ...metadata } = object.metadata;
  return { ...object, metadata: { ...metadata, ...(hasAny && { annotations }) } };
}
