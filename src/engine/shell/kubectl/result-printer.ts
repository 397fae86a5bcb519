import { textAt } from "../../apiserver/printers/fields.ts";
import type { Context, DryRun } from "./command.ts";
import { dryRunOf, dryRunSuffix } from "./command.ts";
import type { ObjectPlace } from "./client.ts";
import { kindLabel } from "./mapping.ts";
import type { PrinterOptions } from "./output/object-printer.ts";
import { objectPrinter } from "./output/object-printer.ts";

/** What a writing command says of each object: "service/web created", or the object as -o wants it. */
export type ResultPrinter = (place: ObjectPlace, object: unknown, operation: string) => void;

/** The printer of a command with --dry-run and -o. As genericclioptions.PrintFlags with an operation. */
export function resultPrinter(
  context: Context,
  dryRun: DryRun = dryRunOf(context.flags),
  options: PrinterOptions = {},
): ResultPrinter {
  const whole = objectPrinter(context, options);
  let printed = 0;
  return (place, object, operation) => {
    if (!whole) {
      context.streams.out(`${labelOf(place, object)} ${operation}${dryRunSuffix(dryRun)}\n`);
      return;
    }
    const isYaml = context.flags.text("output") === "yaml";
    context.streams.out(`${isYaml && printed++ > 0 ? "---\n" : ""}${whole(object)}`);
  };
}

/** By the kind of what the server answered: a subresource is another one than its object ("scale.autoscaling/web"). */
function labelOf({ resource, name }: ObjectPlace, object: unknown): string {
  const [apiVersion, kind] = [textAt(object, "apiVersion"), textAt(object, "kind")];
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  return `${kindLabel(kind === "" ? resource : { kind, group })}/${name}`;
}
