import { printTable } from "../../../apiserver/printers/print-table.ts";
import type { Resource } from "../../../apiserver/resources.ts";
import type { RestWatch } from "../../../apiserver/rest.ts";
import { isJsonObject } from "../../../model/json.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import { Signal } from "../../../simulation/signal.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Context } from "../command.ts";
import { Failure } from "../failure.ts";
import { tableLines } from "../output/table-text.ts";
import { alignTabs, TABLE_STYLE } from "../output/tabwriter.ts";
import type { Query, Selection } from "../selection.ts";
import type { GetPrinter } from "./get-printer.ts";
import { resourceOf } from "./get-printer.ts";

/** `get -w`: what is there, then each change as it comes, until the command is stopped. */
export function* watchSelection(context: Context, selection: Selection, printer: GetPrinter): Process<number> {
  const [query, second] = selection.queries;
  if (query === undefined || second !== undefined) {
    throw new Failure("you may only specify a single resource type");
  }
  const show = shower(context, resourceOf(query), printer);
  const pending: Seen[] = [];
  const arrived = new Signal();
  const isQuiet = context.flags.isOn("watch-only");
  const watch = openWatch(context, query);
  let isListed = false;
  watch.listen((event) => {
    if (isListed && isJsonObject(event.object) && event.type !== "BOOKMARK") {
      pending.push({ type: event.type, object: event.object as unknown as KubernetesObject });
      arrived.fire();
    }
  });
  try {
    if (!isQuiet) show(currentObjects(context, query).map((object) => ({ type: "ADDED", object })));
    isListed = true;
    for (;;) {
      show(pending.splice(0));
      yield { kind: "signal", signal: arrived };
    }
  } finally {
    watch.close();
  }
}

/** An object, and what has become of it. */
type Seen = { readonly type: string; readonly object: KubernetesObject };

function openWatch(context: Context, query: Query): RestWatch {
  const { client, flags } = context;
  const selectors = { labelSelector: flags.text("selector"), fieldSelector: flags.text("field-selector") };
  if (query.kind === "list") return client.watch(query.resource, query.namespace, selectors);
  const { resource, namespace, name } = query.place;
  return client.watch(resource, namespace, { name });
}

function currentObjects(context: Context, query: Query): readonly KubernetesObject[] {
  const { client, flags } = context;
  if (query.kind === "name") return [client.get(query.place)];
  return client.list(query.resource, query.namespace, {
    labelSelector: flags.text("selector"),
    fieldSelector: flags.text("field-selector"),
  });
}

/** Prints objects as they come; the header once, columns never narrower than before. */
function shower(context: Context, resource: Resource, printer: GetPrinter): (seen: readonly Seen[]) => void {
  const remembered: number[] = [];
  const withEvents = context.flags.isOn("output-watch-events");
  let isFirst = true;
  return (seen) => {
    if (seen.length === 0) return;
    if (!printer.table) {
      for (const { type, object } of seen) {
        context.streams.out(printer.object?.(withEvents ? { object, type } : object) ?? "");
      }
      return;
    }
    const nowEpochMs = context.world.simulation.startEpochMs + context.world.simulation.nowMs;
    const options = printer.table(resource);
    const table = printTable(
      resource.kind,
      seen.map(({ object }) => object),
      { nowEpochMs },
    );
    const withHeaders = options.withHeaders && isFirst;
    const lines = tableLines(table, { ...options, withHeaders });
    isFirst = false;
    const events = [...(withHeaders ? ["EVENT"] : []), ...seen.map(({ type }) => type)];
    const shown = withEvents ? lines.map((line, index) => `${events[index]}\t${line}`) : lines;
    context.streams.out(alignTabs(`${shown.join("\n")}\n`, { ...TABLE_STYLE, remembered }));
  };
}
