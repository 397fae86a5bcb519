import { numberAt } from "../../../apiserver/printers/fields.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Command, Context } from "../command.ts";
import { dryRunOf } from "../command.ts";
import { Failure, raiseAll } from "../failure.ts";
import { resultPrinter } from "../result-printer.ts";
import { fetchSelection, selectionOf } from "../selection.ts";
import { waitUntil } from "../waiting.ts";

export const scaleCommand: Command = { name: "scale", run: runScale };

function* runScale(context: Context): Process<number> {
  const { flags, client } = context;
  const replicas = flags.number("replicas");
  if (replicas < 0) {
    throw new Failure("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0");
  }
  const dryRun = dryRunOf(flags);
  const print = resultPrinter(context, dryRun);
  const { infos, failures } = fetchSelection(context, selectionOf(context, context.words, { bareType: "refused" }));
  if (infos.length === 0) {
    raiseAll(failures);
    throw new Failure("no objects passed to scale");
  }
  for (const { place, object } of infos) {
    if (dryRun === "client") {
      print(place, object, "scaled");
      continue;
    }
    const expected = flags.number("current-replicas");
    const actual = numberAt(client.get(place, "scale"), "spec", "replicas") ?? 0;
    if (expected >= 0 && actual !== expected) throw new Failure(`Expected replicas to be ${expected}, was ${actual}`);
    const patch = { type: "merge", body: { spec: { replicas } } } as const;
    client.patch(place, patch, { subresource: "scale", dryRun: dryRun === "server" });
    const timeoutMs = flags.durationMs("timeout");
    if (timeoutMs > 0) {
      const isDone = () => (numberAt(client.get(place), "status", "replicas") ?? 0) === replicas;
      if (!(yield* waitUntil(context.world, isDone, { timeoutMs })))
        throw new Failure("timed out waiting for the condition");
    }
    print(place, dryRun === "server" ? object : client.get(place), "scaled");
  }
  raiseAll(failures);
  return 0;
}
