// URLs in the environment and the arguments of containers: hosts that are nearly a Service's name.
import { isJsonObject } from "../model/json.ts";
import { nearNames } from "../model/likeness.ts";
import { items, placeAt } from "./references.ts";
import type { OwnRemark, RemarkMend } from "./remark.ts";
import { listAt, podPathOf } from "./world.ts";
import type { World, WrittenObject } from "./world.ts";

/** A host that a text asks, by its URL. */
export type HostInText = { readonly path: string; readonly text: string; readonly host: string };

/** A Service by one of its DNS names: "web", "web.shop", "web.shop.svc", "web.shop.svc.cluster.local". */
const SERVICE_NAME = /^([a-z][a-z0-9-]*)(?:\.([a-z0-9-]+)(?:\.svc(?:\.cluster\.local)?)?)?$/;

/** Hosts that the containers of an object are told to ask. */
export function hostsOf({ kind, value }: WrittenObject): readonly HostInText[] {
  const podPath = podPathOf(kind);
  if (podPath === undefined) return [];
  const spec = placeAt({ path: "", value }, podPath === "" ? "spec" : `${podPath}.spec`);
  const texts = items(spec, "containers").flatMap((container) => [
    ...items(container, "env").map((env) => placeAt(env, "value")),
    ...["command", "args"].flatMap((list) =>
      listAt(container.value, list).map((text, index) => ({
        path: `${container.path}.${list}[${index}]`,
        value: text,
      })),
    ),
  ]);
  return texts.flatMap(({ path, value: text }) => {
    const host = typeof text === "string" ? /\bhttps?:\/\/(?:[^/@\s]*@)?([\w.-]+)/.exec(text)?.[1] : undefined;
    return typeof text === "string" && host !== undefined ? [{ path, text, host }] : [];
  });
}

/** The Service that a host means to a pod of a namespace, by its name; undefined for a host outside of the cluster. */
export function serviceNamed(
  host: string,
  namespace: string,
): { readonly name: string; readonly namespace: string } | undefined {
  const [, name, written] = SERVICE_NAME.exec(host.replace(/\.$/, "")) ?? [];
  return name === undefined ? undefined : { name, namespace: written ?? namespace };
}

/** Remarks on hosts that are no Service's, but nearly. */
export function reviewHosts(object: WrittenObject, world: World): readonly OwnRemark[] {
  if (!isJsonObject(object.value)) return [];
  return hostsOf(object).flatMap(({ path, text, host }) => {
    const meant = serviceNamed(host, object.namespace);
    if (!meant || world.get("Service", meant.name, meant.namespace)) return [];
    const near = nearNames(meant.name, world.namesOf("Service", meant.namespace));
    if (near.length === 0) return [];
    const mends = near.map((name): RemarkMend => {
      const to = text.replace(host, host.replace(meant.name, name));
      return { path, part: "value", to, reads: to };
    });
    return [{ code: "HOST_UNKNOWN", path, words: { host, namespace: meant.namespace }, mends }];
  });
}
