import { numberAt } from "../../../apiserver/printers/fields.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Command, Context } from "../command.ts";
import { DRY_RUN_FLAG, dryRunOf, FILE_FLAGS, OUTPUT_FLAGS, SELECTOR_FLAG } from "../command.ts";
import { Failure, raiseAll } from "../failure.ts";
import { resultPrinter } from "../result-printer.ts";
import { fetchSelection, selectionOf } from "../selection.ts";
import { waitUntil } from "../waiting.ts";

export const scaleCommand: Command = {
  name: "scale",
  short: "Set a new size for a deployment, replica set, or replication controller",
  usage:
    "scale [--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME) [options]",
  examples: `  # Scale a replica set named 'foo' to 3
  kubectl scale --replicas=3 rs/foo

  # If the deployment named mysql's current size is 2, scale mysql to 3
  kubectl scale --current-replicas=2 --replicas=3 deployment/mysql`,
  flags: [
    ...FILE_FLAGS,
    ...OUTPUT_FLAGS,
    SELECTOR_FLAG,
    DRY_RUN_FLAG,
    {
      name: "all",
      kind: "bool",
      default: "false",
      help: "Select all resources in the namespace of the specified resource types",
    },
    {
      name: "current-replicas",
      kind: "int",
      default: "-1",
      help: "Precondition for current size. Requires that the current size of the resource match this value in order to scale.",
    },
    { name: "replicas", kind: "int", default: "0", help: "The new desired number of replicas. Required." },
    { name: "resource-version", kind: "string", help: "Precondition for resource version." },
    {
      name: "timeout",
      kind: "duration",
      default: "0s",
      help: "The length of time to wait before giving up on a scale operation, zero means don't wait.",
    },
  ],
  run: runScale,
};

function* runScale(context: Context): Process<number> {
  const { flags, client } = context;
  if (!flags.isGiven("replicas")) throw new Failure('required flag(s) "replicas" not set');
  const replicas = flags.number("replicas");
  if (replicas < 0) {
    throw new Failure("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0");
  }
  const dryRun = dryRunOf(flags);
  const print = resultPrinter(context, dryRun);
  const { infos, failures } = fetchSelection(context, selectionOf(context, context.words, { bareType: "refused" }));
  raiseAll(failures);
  if (infos.length === 0) throw new Failure("no objects passed to scale");
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
  return 0;
}
