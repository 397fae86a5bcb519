import { resultPrinter } from "../result-printer.ts";
import type { Command, Context } from "../command.ts";
import { dryRunOf, FILE_FLAGS, SELECTOR_FLAG } from "../command.ts";
import { readDocuments } from "../documents.ts";
import { Failure, raiseAll, withSource } from "../failure.ts";
import { helpText } from "../help.ts";
import { withLastApplied } from "../last-applied.ts";
import { fieldValidationOf } from "./apply.ts";
import { createConfigMapCommand, createSecretCommand } from "./create-data.ts";
import { MAKE_FLAGS } from "./create-made.ts";
import { createServiceCommand } from "./create-service.ts";
import {
  createCronJobCommand,
  createDeploymentCommand,
  createIngressCommand,
  createJobCommand,
  createNamespaceCommand,
  createServiceAccountCommand,
} from "./create-workload.ts";

export const createCommand: Command = {
  name: "create",
  short: "Create a resource from a file or from stdin",
  long: `Create a resource from a file or from stdin.

 JSON and YAML formats are accepted.`,
  usage: "create -f FILENAME [options]",
  examples: `  # Create a pod using the data in pod.json
  kubectl create -f ./pod.json

  # Create a pod based on the JSON passed into stdin
  cat pod.json | kubectl create -f -`,
  flags: [...FILE_FLAGS, ...MAKE_FLAGS, SELECTOR_FLAG],
  commands: [
    createConfigMapCommand,
    createCronJobCommand,
    createDeploymentCommand,
    createIngressCommand,
    createJobCommand,
    createNamespaceCommand,
    createSecretCommand,
    createServiceCommand,
    createServiceAccountCommand,
  ],
  run: runCreate,
};

function runCreate(context: Context): number {
  const { flags, streams, words } = context;
  if (!flags.isGiven("filename") && !flags.isGiven("kustomize")) {
    streams.error("Error: must specify one of -f and -k\n\n");
    if (words.length > 0)
      throw new Failure(`unknown command "${words.join(" ")}"\nSee 'kubectl create -h' for help and examples`);
    streams.error(helpText(createCommand, "kubectl create"));
    return 1;
  }
  const dryRun = dryRunOf(flags);
  const print = resultPrinter(context, dryRun);
  const { documents, failures } = readDocuments(context);
  const all = [...failures];
  for (const { object, place, source } of documents) {
    const saved = flags.isOn("save-config") ? withLastApplied(object) : object;
    try {
      if (dryRun === "client") print(place, saved, "created");
      else {
        const query = { dryRun: dryRun === "server", fieldValidation: fieldValidationOf(context) };
        const written = context.client.create(place.resource, place.namespace, saved, query);
        print({ ...place, name: written.metadata.name }, written, "created");
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      all.push(withSource(error, "creating", source));
    }
  }
  if (documents.length === 0 && all.length === 0) throw new Failure("no objects passed to create");
  raiseAll(all);
  return 0;
}
