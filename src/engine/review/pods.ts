// A pod or a template: that the ports its probes name are its containers' own.
import { isJsonObject } from "../model/json.ts";
import { nearNames } from "../model/likeness.ts";
import { items, placeAt } from "./references.ts";
import type { OwnRemark, RemarkMend } from "./remark.ts";
import { listAt, podPathOf, textAt } from "./world.ts";
import type { WrittenObject } from "./world.ts";

const PROBES = ["readinessProbe", "livenessProbe", "startupProbe"];

/** Remarks on the probes of the pods that an object makes. */
export function reviewPods(object: WrittenObject): readonly OwnRemark[] {
  const podPath = podPathOf(object.kind);
  if (podPath === undefined) return [];
  const spec = placeAt({ path: "", value: object.value }, podPath === "" ? "spec" : `${podPath}.spec`);
  return items(spec, "containers").flatMap((container) => {
    const names = listAt(container.value, "ports").flatMap((port) => textAt(port, "name") ?? []);
    return PROBES.flatMap((probe) =>
      ["httpGet", "tcpSocket"].flatMap((how) => reviewPort(placeAt(container, `${probe}.${how}`), names)),
    );
  });
}

function reviewPort(
  { path, value }: { readonly path: string; readonly value: unknown },
  names: readonly string[],
): readonly OwnRemark[] {
  const name = isJsonObject(value) ? textAt(value, "port") : undefined;
  if (name === undefined || /^\d+$/.test(name) || names.includes(name)) return [];
  const near = nearNames(name, names);
  const mends = (near.length > 0 ? near : names).map((to): RemarkMend => ({
    path: `${path}.port`,
    part: "value",
    to,
    reads: `port: ${to}`,
  }));
  return [{ code: "PROBE_PORT_NAME", path: `${path}.port`, words: { name, names: names.join(", ") }, mends }];
}
