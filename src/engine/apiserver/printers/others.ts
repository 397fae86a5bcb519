// Kinds that the cluster keeps but does nothing with. As pkg/printers/internalversion/printers.go.
import type { KubernetesObject } from "../../model/objects.ts";
import { compareText, entriesAt, fieldAt, isTrueAt, listAt, numberAt, textAt, textsAt } from "./fields.ts";
import { ageOf } from "./human-duration.ts";
import type { Printer } from "./table.ts";
import { columns } from "./table.ts";

const ACCESS_MODES: readonly (readonly [mode: string, short: string])[] = [
  ["ReadWriteOnce", "RWO"],
  ["ReadOnlyMany", "ROX"],
  ["ReadWriteMany", "RWX"],
  ["ReadWriteOncePod", "RWOP"],
];

export const claimPrinter: Printer = {
  columns: columns(
    "Name",
    "Status",
    "Volume",
    "Capacity",
    "Access Modes",
    "StorageClass",
    "VolumeAttributesClass",
    "Age",
    "VolumeMode+",
  ),
  cells: (object, moment) => {
    const isBound = textAt(object, "spec", "volumeName") !== "";
    const phase = object.metadata.deletionTimestamp === undefined ? textAt(object, "status", "phase") : "Terminating";
    return [
      object.metadata.name,
      phase,
      textAt(object, "spec", "volumeName"),
      isBound ? textAt(object, "status", "capacity", "storage") : "",
      isBound ? accessModes(textsAt(object, "status", "accessModes")) : "",
      textAt(object, "spec", "storageClassName"),
      textAt(object, "spec", "volumeAttributesClassName") || "<unset>",
      ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
      textAt(object, "spec", "volumeMode") || "<unset>",
    ];
  },
};

export const disruptionBudgetPrinter: Printer = {
  columns: columns("Name", "Min Available", "Max Unavailable", "Allowed Disruptions:integer", "Age"),
  cells: (object, moment) => [
    object.metadata.name,
    amountOf(object, "minAvailable"),
    amountOf(object, "maxUnavailable"),
    numberAt(object, "status", "disruptionsAllowed") ?? 0,
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
  ],
};

export const ingressClassPrinter: Printer = {
  columns: columns("Name", "Controller", "Parameters", "Age"),
  cells: (object, moment) => [
    object.metadata.name,
    textAt(object, "spec", "controller"),
    parametersOf(object),
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
  ],
};

export const quotaPrinter: Printer = {
  columns: columns("Name", "Request", "Limit", "Age"),
  cells: (object, moment) => {
    const parts = entriesAt(object, "spec", "hard")
      .toSorted(([a], [b]) => compareText(a, b))
      .map(([name, hard]) => ({ name, text: `${name}: ${textAt(object, "status", "used", name) || "0"}/${hard}` }));
    const textOf = (isLimit: boolean): string =>
      parts
        .filter(({ name }) => name.startsWith("limits.") === isLimit)
        .map(({ text }) => text)
        .join(", ");
    return [
      object.metadata.name,
      textOf(false),
      textOf(true),
      ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
    ];
  },
};

export const priorityClassPrinter: Printer = {
  columns: columns("Name", "Value:integer", "Global-Default:boolean", "Age", "PreemptionPolicy"),
  cells: (object, moment) => [
    object.metadata.name,
    numberAt(object, "value") ?? 0,
    isTrueAt(object, "globalDefault"),
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
    textAt(object, "preemptionPolicy"),
  ],
};

export const rolePrinter: Printer = {
  columns: columns("Name", "Created At"),
  cells: (object) => [object.metadata.name, object.metadata.creationTimestamp ?? ""],
};

export const roleBindingPrinter: Printer = {
  columns: columns("Name", "Role", "Age", "Users+", "Groups+", "ServiceAccounts+"),
  cells: (object, moment) => [
    object.metadata.name,
    `${textAt(object, "roleRef", "kind")}/${textAt(object, "roleRef", "name")}`,
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
    subjectsOf(object, "User"),
    subjectsOf(object, "Group"),
    subjectsOf(object, "ServiceAccount"),
  ],
};

function accessModes(modes: readonly string[]): string {
  return ACCESS_MODES.filter(([mode]) => modes.includes(mode))
    .map(([, short]) => short)
    .join(",");
}

function amountOf(object: KubernetesObject, field: string): string {
  const amount = fieldAt(object, "spec", field);
  return typeof amount === "string" || typeof amount === "number" ? String(amount) : "N/A";
}

function parametersOf(object: KubernetesObject): string {
  const parameters = fieldAt(object, "spec", "parameters");
  if (parameters === undefined) return "<none>";
  const group = textAt(parameters, "apiGroup");
  return `${textAt(parameters, "kind")}${group === "" ? "" : `.${group}`}/${textAt(parameters, "name")}`;
}

function subjectsOf(object: KubernetesObject, kind: string): string {
  return listAt(object, "subjects")
    .filter((subject) => textAt(subject, "kind") === kind)
    .map((subject) => {
      const name = textAt(subject, "name");
      return kind === "ServiceAccount" ? `${textAt(subject, "namespace")}/${name}` : name;
    })
    .join(", ");
}
