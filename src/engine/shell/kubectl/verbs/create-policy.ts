// Limits and budgets: kubectl create quota, poddisruptionbudget, priorityclass. As pkg/cmd/create.
import { parseQuantity, printQuantity } from "../../../apiserver/schema/quantity.ts";
import type { Command, Context } from "../command.ts";
import { Failure } from "../failure.ts";
import type { Made } from "../generators/objects.ts";
import { parseLabelPairs } from "../generators/objects.ts";
import { portOrName } from "../generators/ports.ts";
import { askedNamespace, createMade, onlyName } from "./create-made.ts";

export const createQuotaCommand: Command = {
  name: "quota",
  run: (context) => {
    const metadata = { name: onlyName(context), namespace: askedNamespace(context) };
    const scopes = context.flags.text("scopes").split(",").filter(Boolean);
    const spec = { hard: hardOf(context), scopes: scopes.length > 0 ? scopes : undefined };
    createMade(context, { kind: "ResourceQuota", apiVersion: "v1", metadata, spec, status: {} }, { what: "quota" });
    return 0;
  },
};

function hardOf({ flags }: Context): Made | undefined {
  const text = flags.text("hard");
  if (text === "") return undefined;
  const limits = text.split(",").map((pair): readonly [string, string] => {
    const [resource = "", amount, ...more] = pair.split("=");
    if (amount === undefined || more.length > 0)
      throw new Failure(`Invalid argument syntax ${pair}, expected <resource>=<value>`);
    const quantity = parseQuantity(amount);
    if (!quantity)
      throw new Failure("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    return [resource, printQuantity(quantity)];
  });
  return Object.fromEntries(limits);
}

export const createPodDisruptionBudgetCommand: Command = {
  name: "poddisruptionbudget",
  run: (context) => {
    const { flags } = context;
    const metadata = { name: onlyName(context), namespace: askedNamespace(context) };
    const [least, most, selector] = [
      flags.text("min-available"),
      flags.text("max-unavailable"),
      flags.text("selector"),
    ];
    if (selector === "") throw new Failure("a selector must be specified");
    if (least === "" && most === "") throw new Failure("one of min-available or max-unavailable must be specified");
    if (least !== "" && most !== "") throw new Failure("min-available and max-unavailable cannot be both specified");
    const spec = {
      minAvailable: least === "" ? undefined : portOrName(least),
      selector: { matchLabels: parseLabelPairs(selector) },
      maxUnavailable: most === "" ? undefined : portOrName(most),
    };
    const status = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
    const made = { kind: "PodDisruptionBudget", apiVersion: "policy/v1", metadata, spec, status };
    createMade(context, made, { what: "poddisruptionbudgets" });
    return 0;
  },
};

export const createPriorityClassCommand: Command = {
  name: "priorityclass",
  run: (context) => {
    const { flags } = context;
    createMade(
      context,
      {
        kind: "PriorityClass",
        apiVersion: "scheduling.k8s.io/v1",
        metadata: { name: onlyName(context) },
        value: flags.number("value"),
        globalDefault: flags.isOn("global-default") || undefined,
        description: flags.text("description") || undefined,
        preemptionPolicy: flags.text("preemption-policy"),
      },
      { what: "priorityclass" },
    );
    return 0;
  },
};
