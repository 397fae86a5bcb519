import { compareText, fieldAt, numberAt, textAt } from "../../../apiserver/printers/fields.ts";
import { ageOf } from "../../../apiserver/printers/human-duration.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import type { Command, Context } from "../command.ts";
import { Failure } from "../failure.ts";
import { requireResource } from "../mapping.ts";
import { objectPrinter } from "../output/object-printer.ts";
import { alignTabs, TABLE_STYLE } from "../output/tabwriter.ts";

export const eventsCommand: Command = { name: "events", run: runEvents };

function runEvents(context: Context): number {
  const { flags, client, streams, nowEpochMs } = context;
  const isEverywhere = flags.isOn("all-namespaces");
  if (flags.isGiven("for") && !flags.text("for").includes("/"))
    throw new Failure("--for must be in resource/name form");
  const fieldSelector = selectorOf(flags.text("for"));
  const types = flags.texts("types").map((type) => type.toLowerCase());
  const events = client
    .list(requireResource("events"), isEverywhere ? undefined : context.namespace, { fieldSelector })
    .filter((event) => types.length === 0 || types.includes(textAt(event, "type").toLowerCase()))
    .toSorted((a, b) => compareText(lastSeen(a), lastSeen(b)));
  if (events.length === 0) {
    streams.error(isEverywhere ? "No events found.\n" : `No events found in ${context.namespace} namespace.\n`);
    return 0;
  }
  const whole = objectPrinter(context);
  if (whole) {
    streams.out(whole({ apiVersion: "v1", items: events, kind: "List", metadata: { resourceVersion: "" } }));
    return 0;
  }
  const header = [...(isEverywhere ? ["NAMESPACE"] : []), "LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"];
  const rows = events.map((event) => [
    ...(isEverywhere ? [event.metadata.namespace ?? ""] : []),
    seenText(event, nowEpochMs),
    textAt(event, "type"),
    textAt(event, "reason"),
    `${textAt(event, "involvedObject", "kind")}/${textAt(event, "involvedObject", "name")}`,
    textAt(event, "message").trim(),
  ]);
  const lines = flags.isOn("no-headers") ? rows : [header, ...rows];
  streams.out(alignTabs(lines.map((cells) => `${cells.join("\t")}\n`).join(""), TABLE_STYLE));
  return 0;
}

function selectorOf(target: string): string {
  if (target === "") return "";
  const [type = "", name = ""] = target.split("/");
  return `involvedObject.kind=${requireResource(type).kind},involvedObject.name=${name}`;
}

function lastSeen(event: KubernetesObject): string {
  return textAt(event, "series", "lastObservedTime") || textAt(event, "lastTimestamp") || textAt(event, "eventTime");
}

function seenText(event: KubernetesObject, nowEpochMs: number): string {
  const count = numberAt(event, "series", "count") ?? numberAt(event, "count") ?? 0;
  const last = ageOf(lastSeen(event), nowEpochMs);
  if (count <= 1) return last;
  const first = ageOf(fieldAt(event, "firstTimestamp") ?? fieldAt(event, "eventTime"), nowEpochMs);
  return `${last} (x${count} over ${first})`;
}
