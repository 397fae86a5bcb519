import type { KubernetesObject } from "../../model/objects.ts";
import {
  configMapPrinter,
  eventPrinter,
  leasePrinter,
  namePrinter,
  namespacePrinter,
  networkPolicyPrinter,
  nodePrinter,
  secretPrinter,
} from "./cluster.ts";
import {
  claimPrinter,
  disruptionBudgetPrinter,
  ingressClassPrinter,
  priorityClassPrinter,
  quotaPrinter,
  roleBindingPrinter,
  rolePrinter,
} from "./others.ts";
import { podPrinter } from "./pods.ts";
import { endpointSlicePrinter, endpointsPrinter, ingressPrinter, servicePrinter } from "./services.ts";
import type { Printer, PrintMoment, Table } from "./table.ts";
import {
  controllerRevisionPrinter,
  cronJobPrinter,
  daemonSetPrinter,
  deploymentPrinter,
  jobPrinter,
  replicaSetPrinter,
  statefulSetPrinter,
} from "./workloads.ts";

const PRINTERS: ReadonlyMap<string, Printer> = new Map([
  ["Pod", podPrinter],
  ["Deployment", deploymentPrinter],
  ["ReplicaSet", replicaSetPrinter],
  ["ReplicationController", replicaSetPrinter],
  ["StatefulSet", statefulSetPrinter],
  ["DaemonSet", daemonSetPrinter],
  ["Job", jobPrinter],
  ["CronJob", cronJobPrinter],
  ["ControllerRevision", controllerRevisionPrinter],
  ["Service", servicePrinter],
  ["Endpoints", endpointsPrinter],
  ["EndpointSlice", endpointSlicePrinter],
  ["Ingress", ingressPrinter],
  ["NetworkPolicy", networkPolicyPrinter],
  ["Node", nodePrinter],
  ["Namespace", namespacePrinter],
  ["ConfigMap", configMapPrinter],
  ["Secret", secretPrinter],
  ["Lease", leasePrinter],
  ["Event", eventPrinter],
  ["PersistentVolumeClaim", claimPrinter],
  ["PodDisruptionBudget", disruptionBudgetPrinter],
  ["IngressClass", ingressClassPrinter],
  ["ResourceQuota", quotaPrinter],
  ["PriorityClass", priorityClassPrinter],
  ["Role", rolePrinter],
  ["ClusterRole", rolePrinter],
  ["RoleBinding", roleBindingPrinter],
  ["ClusterRoleBinding", roleBindingPrinter],
]);

/** Objects of one kind as the API server's Table, wide columns too (their priority is 1). Each row holds its object's metadata. */
export function printTable(
  kind: string,
  objects: Iterable<KubernetesObject>,
  options: PrintMoment & { readonly includeObject?: "None" | "Metadata" | "Object"; readonly resourceVersion?: string },
): Table {
  const printer = PRINTERS.get(kind) ?? namePrinter;
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: options.resourceVersion === undefined ? {} : { resourceVersion: options.resourceVersion },
    columnDefinitions: printer.columns,
    rows: Array.from(objects, (object) => ({
      cells: printer.cells(object, options),
      object: rowObject(object, options.includeObject ?? "Metadata"),
    })),
  };
}

function rowObject(object: KubernetesObject, include: "None" | "Metadata" | "Object"): unknown {
  if (include === "None") return null;
  if (include === "Object") return object;
  return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata };
}
