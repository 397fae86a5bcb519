import { resultPrinter } from "../result-printer.ts";
import type { Command, Context } from "../command.ts";
import { dryRunOf, usageFailure } from "../command.ts";
import { readDocuments } from "../documents.ts";
import { Failure, raiseAll, withSource } from "../failure.ts";
import { withLastApplied } from "../last-applied.ts";
import { fieldValidationOf } from "./apply.ts";
import {
  createClusterRoleBindingCommand,
  createClusterRoleCommand,
  createRoleBindingCommand,
  createRoleCommand,
} from "./create-access.ts";
import { createConfigMapCommand, createSecretCommand } from "./create-data.ts";
import { createPodDisruptionBudgetCommand, createPriorityClassCommand, createQuotaCommand } from "./create-policy.ts";
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
  commands: [
    createClusterRoleBindingCommand,
    createClusterRoleCommand,
    createConfigMapCommand,
    createCronJobCommand,
    createDeploymentCommand,
    createIngressCommand,
    createJobCommand,
    createNamespaceCommand,
    createPodDisruptionBudgetCommand,
    createPriorityClassCommand,
    createQuotaCommand,
    createRoleBindingCommand,
    createRoleCommand,
    createSecretCommand,
    createServiceCommand,
    createServiceAccountCommand,
  ],
  run: runCreate,
};

function runCreate(context: Context): number {
  const { flags, words } = context;
  if (words.length > 0) throw usageFailure(context, `Unexpected args: [${words.join(" ")}]`);
  if (!flags.isGiven("filename") && !flags.isGiven("kustomize")) throw new Failure("must specify one of -f and -k");
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
