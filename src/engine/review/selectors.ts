// Selectors: that they find something, and that a workload's finds what its own template makes.
import { nearSelectors } from "../diagnosis/near-selectors.ts";
import type { OwnRemark, RemarkMend } from "./remark.ts";
import { at, isMatched, labelsAt, listAt, podPathOf } from "./world.ts";
import type { Labels, World, WrittenObject } from "./world.ts";

/** Remarks on the selectors of an object. */
export function reviewSelectors(object: WrittenObject, world: World): readonly OwnRemark[] {
  const { kind, value } = object;
  if (kind === "Service")
    return find(object, world, { path: "spec.selector", selector: labelsAt(value, "spec", "selector") });
  if (kind === "PodDisruptionBudget") return findLabels(object, world, "spec.selector");
  if (kind === "NetworkPolicy")
    return ["spec.podSelector", ...peersOf(value)].flatMap((path) => findLabels(object, world, path));
  return kind === "Pod" ? [] : ofTemplate(object);
}

/** Peers of a NetworkPolicy that are pods of its own namespace. */
function peersOf(policy: unknown): readonly string[] {
  return [
    ["ingress", "from"],
    ["egress", "to"],
  ].flatMap(([direction = "", list = ""]) =>
    listAt(policy, "spec", direction).flatMap((rule, index) =>
      listAt(rule, list).flatMap((peer, number) =>
        at(peer, "podSelector") !== undefined && at(peer, "namespaceSelector") === undefined
          ? [`spec.${direction}[${index}].${list}[${number}].podSelector`]
          : [],
      ),
    ),
  );
}

function findLabels(object: WrittenObject, world: World, path: string): readonly OwnRemark[] {
  const found = path.split(/[.[\]]+/).reduce<unknown>((value, part) => {
    if (Array.isArray(value)) return value[Number(part)] as unknown;
    return at(value, part);
  }, object.value);
  if (listAt(found, "matchExpressions").length > 0) return [];
  return find(object, world, { path: `${path}.matchLabels`, selector: labelsAt(found, "matchLabels") });
}

type Selecting = { readonly path: string; readonly selector: Labels };

function find(
  { namespace, value, kind }: WrittenObject,
  world: World,
  { path, selector }: Selecting,
): readonly OwnRemark[] {
  if (Object.keys(selector).length === 0 || at(value, "spec", "type") === "ExternalName") return [];
  const shapes = world.shapesIn(namespace);
  if (shapes.some(({ labels }) => isMatched(selector, labels))) return [];
  const labelSets = shapes.map(({ labels }) => labels);
  const changes = nearSelectors(selector, labelSets);
  const mends = changes.map(({ part, key, to }): RemarkMend => {
    const reads = part === "value" ? `${key}: ${to}` : `${to}: ${selector[key]}`;
    return { path: `${path}.${key}`, part, to, reads };
  });
  const words = { selector: pairsText(selector), namespace, kind };
  return [{ code: "SELECTOR_MATCHES_NOTHING", path: mends[0]?.path ?? firstPath(path, selector), words, mends }];
}

function firstPath(path: string, selector: Labels): string {
  const [key] = Object.keys(selector);
  return key === undefined ? path : `${path}.${key}`;
}

/** The API server refuses it; what would make it right is said here. */
function ofTemplate({ kind, value }: WrittenObject): readonly OwnRemark[] {
  const podPath = podPathOf(kind);
  if (podPath === undefined || kind === "Job" || kind === "CronJob") return [];
  const isOld = kind === "ReplicationController";
  const path = isOld ? "spec.selector" : "spec.selector.matchLabels";
  const selector = labelsAt(value, ...path.split("."));
  const labels = labelsAt(value, ...podPath.split("."), "metadata", "labels");
  const wrong = Object.entries(selector).filter(([key, wanted]) => labels[key] !== wanted);
  return wrong.map(([key, wanted]) => {
    const has = labels[key];
    const mends: RemarkMend[] =
      has === undefined
        ? []
        : [
            { path: `${path}.${key}`, part: "value", to: has, reads: `${key}: ${has}` },
            { path: `${podPath}.metadata.labels.${key}`, part: "value", to: wanted, reads: `${key}: ${wanted}` },
          ];
    const words = { pair: `${key}: ${wanted}`, labels: pairsText(labels) };
    return { code: "SELECTOR_NOT_OF_TEMPLATE", path: `${path}.${key}`, words, mends };
  });
}

/** "app=web,tier=front", as kubectl prints labels. */
function pairsText(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}
