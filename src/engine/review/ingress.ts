// An Ingress: that each backend's port is one of its Service.
import { nearNames } from "../model/likeness.ts";
import { backendsOf } from "./references.ts";
import type { OwnRemark, RemarkMend } from "./remark.ts";
import { at, listAt, textAt } from "./world.ts";
import type { World, WrittenObject } from "./world.ts";

/** Remarks on the ports of an Ingress; that a Service is there at all is remarked with the other references. */
export function reviewIngress(ingress: WrittenObject, world: World): readonly OwnRemark[] {
  if (ingress.kind !== "Ingress") return [];
  return backendsOf(ingress.value).flatMap(({ path, value }) => {
    const name = textAt(value, "service", "name");
    const service = name === undefined ? undefined : world.get("Service", name, ingress.namespace);
    if (!service || name === undefined) return [];
    const ports = listAt(service.value, "spec", "ports");
    const numbers = ports.flatMap((port) => (typeof at(port, "port") === "number" ? [String(at(port, "port"))] : []));
    const names = ports.flatMap((port) => textAt(port, "name") ?? []);
    const wanted = at(value, "service", "port");
    return [
      ...reviewPort({
        path: `${path}.service.port.number`,
        wanted: at(wanted, "number"),
        offered: numbers,
        service: name,
      }),
      ...reviewPort({ path: `${path}.service.port.name`, wanted: at(wanted, "name"), offered: names, service: name }),
    ];
  });
}

type Wanted = {
  readonly path: string;
  readonly wanted: unknown;
  readonly offered: readonly string[];
  readonly service: string;
};

function reviewPort({ path, wanted, offered, service }: Wanted): readonly OwnRemark[] {
  if ((typeof wanted !== "number" && typeof wanted !== "string") || offered.includes(String(wanted))) return [];
  const near = nearNames(String(wanted), offered);
  const field = path.slice(path.lastIndexOf(".") + 1);
  const mends = [...new Set([...near, ...offered])].map((to): RemarkMend => ({
    path,
    part: "value",
    to,
    reads: `${field}: ${to}`,
  }));
  return [{ code: "BACKEND_PORT", path, words: { port: String(wanted), service, ports: offered.join(", ") }, mends }];
}
