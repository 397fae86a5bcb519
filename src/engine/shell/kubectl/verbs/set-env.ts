// What `kubectl set env` makes of an object.
import { listAt, textAt } from "../../../apiserver/printers/fields.ts";
import { isJsonObject } from "../../../model/json.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import type { JsonMap } from "../patch/three-way.ts";

/** What `set env` was told: variables to set, names to take away. */
export type VariableChange = { readonly set: readonly JsonMap[]; readonly removed: readonly string[] };

/** "A=b" sets, "A-" takes away. */
export function readVariables(pairs: readonly string[]): VariableChange {
  const isSet = (pair: string): boolean => pair.includes("=");
  const set = pairs.filter(isSet).map((pair) => {
    const equals = pair.indexOf("=");
    return { name: pair.slice(0, equals), value: pair.slice(equals + 1) };
  });
  return { set, removed: pairs.filter((pair) => !isSet(pair)).map((pair) => pair.slice(0, -1)) };
}

/** The variables in their places, new ones last. As kubectl's updateEnv. */
export function changedVariables(before: readonly unknown[], { set, removed }: VariableChange): readonly unknown[] {
  const covered = new Set(removed);
  const kept = before.flatMap((variable) => {
    const name = textAt(variable, "name");
    if (covered.has(name)) return [];
    const newer = set.find((one) => one["name"] === name);
    if (newer) covered.add(name);
    return [newer ?? variable];
  });
  const added = set.filter((one, index) => {
    const isFirst = set.findIndex((other) => other["name"] === one["name"]) === index;
    return isFirst && !covered.has(textAt(one, "name"));
  });
  return [...kept, ...added];
}

/** The object with other containers in its pod template. */
export function withContainers(object: KubernetesObject, change: (container: JsonMap) => JsonMap): JsonMap {
  const changed = (spec: unknown): JsonMap => {
    const own: JsonMap = isJsonObject(spec) ? spec : {};
    const lists = ["containers", "initContainers"].filter((list) => own[list] !== undefined);
    const made = lists.map((list) => [
      list,
      listAt(own, list).map((container) => (isJsonObject(container) ? change(container) : container)),
    ]);
    return { ...own, ...Object.fromEntries(made) };
  };
  const spec = object["spec"];
  if (object.kind === "Pod" || !isJsonObject(spec)) return { ...object, spec: changed(spec) };
  const template = isJsonObject(spec["template"]) ? spec["template"] : {};
  return { ...object, spec: { ...spec, template: { ...template, spec: changed(template["spec"]) } } };
}
