// A Service: that its target ports are open, its node ports its own, its external name a name.
import { parseIpv4 } from "../model/address.ts";
import { portsOf } from "../workloads/images.ts";
import { nearNames } from "../model/likeness.ts";
import type { OwnRemark, RemarkMend } from "./remark.ts";
import { at, isMatched, labelsAt, listAt, textAt } from "./world.ts";
import type { PodShape, World, WrittenObject } from "./world.ts";

/** Node ports that the API server gives away. As kube-apiserver's --service-node-port-range. */
const NODE_PORT_MIN = 30000;
const NODE_PORT_MAX = 32767;

/** Remarks on a Service; none for other kinds. */
export function reviewService(service: WrittenObject, world: World): readonly OwnRemark[] {
  if (service.kind !== "Service") return [];
  if (at(service.value, "spec", "type") === "ExternalName") return reviewExternalName(service);
  const selector = labelsAt(service.value, "spec", "selector");
  const isSelecting = Object.keys(selector).length > 0;
  const shapes = isSelecting
    ? world.shapesIn(service.namespace).filter(({ labels }) => isMatched(selector, labels))
    : [];
  return listAt(service.value, "spec", "ports").flatMap((port, index) => [
    ...(shapes.length > 0 ? reviewTargetPort({ port, index, shapes }) : []),
    ...reviewNodePort(service, { port, index, world }),
  ]);
}

type PortAt = { readonly port: unknown; readonly index: number };

function reviewTargetPort({
  port,
  index,
  shapes,
}: PortAt & { readonly shapes: readonly PodShape[] }): readonly OwnRemark[] {
  const written = at(port, "targetPort");
  const target = written ?? at(port, "port");
  const path = `spec.ports[${index}].${written === undefined ? "port" : "targetPort"}`;
  if (typeof target === "string" && !/^\d+$/.test(target)) return reviewPortName({ name: target, path, shapes });
  const number = Number(target);
  const protocol = textAt(port, "protocol") ?? "TCP";
  if (!Number.isInteger(number) || protocol === "SCTP") return [];
  const listeners = shapes.flatMap(({ containers }) => containers.flatMap(portsOf));
  const open = [...new Set(listeners.filter((one) => one.protocol.toUpperCase() === protocol).map((one) => one.port))];
  if (open.includes(number)) return [];
  const mends = open.map((to): RemarkMend => ({ path, part: "value", to: String(to), reads: `targetPort: ${to}` }));
  const isWritten = written !== undefined;
  const words = { port: String(number), open: open.join(", "), protocol };
  return [{ code: "TARGET_PORT_CLOSED", path, words, mends: isWritten ? mends : [] }];
}

type Named = { readonly name: string; readonly path: string; readonly shapes: readonly PodShape[] };

function reviewPortName({ name, path, shapes }: Named): readonly OwnRemark[] {
  const names = shapes.flatMap(portNamesOf);
  if (names.includes(name)) return [];
  const mends = (nearNames(name, names).length > 0 ? nearNames(name, names) : [...new Set(names)]).map(
    (to): RemarkMend => ({ path, part: "value", to, reads: `targetPort: ${to}` }),
  );
  return [{ code: "TARGET_PORT_NAME", path, words: { name, names: [...new Set(names)].join(", ") }, mends }];
}

function portNamesOf({ containers }: PodShape): readonly string[] {
  return containers.flatMap(({ ports = [] }) => ports.flatMap(({ name }) => name ?? []));
}

/** Of two Services that want the same node port, the later one is refused. */
function reviewNodePort(
  service: WrittenObject,
  { port, index, world }: PortAt & { readonly world: World },
): readonly OwnRemark[] {
  const wanted = at(port, "nodePort");
  if (typeof wanted !== "number") return [];
  const protocol = at(port, "protocol") ?? "TCP";
  const others = world.all("Service").filter((other) => other.value !== service.value);
  const holds = (other: WrittenObject, number: number) =>
    listAt(other.value, "spec", "ports").some(
      (one) => at(one, "nodePort") === number && (at(one, "protocol") ?? "TCP") === protocol,
    );
  const holder = others.find((other) => holds(other, wanted));
  if (!holder) return [];
  const path = `spec.ports[${index}].nodePort`;
  const free = freePort(wanted, (number) => others.some((other) => holds(other, number)));
  const mends: RemarkMend[] =
    free === undefined ? [] : [{ path, part: "value", to: String(free), reads: `nodePort: ${free}` }];
  const words = { port: String(wanted), service: `${holder.namespace}/${holder.name}` };
  return [{ code: "NODE_PORT_TAKEN", path, words, mends }];
}

function freePort(from: number, isTaken: (port: number) => boolean): number | undefined {
  for (let port = Math.max(from, NODE_PORT_MIN); port <= NODE_PORT_MAX; port++) if (!isTaken(port)) return port;
  return undefined;
}

/** DNS answers a CNAME: an address is no name, and neither is a URL. */
function reviewExternalName({ value }: WrittenObject): readonly OwnRemark[] {
  const name = textAt(value, "spec", "externalName");
  if (name === undefined) return [];
  const path = "spec.externalName";
  if (parseIpv4(name)) return [{ code: "EXTERNAL_NAME_ADDRESS", path, words: { address: name }, mends: [] }];
  const host = /^[a-z][a-z0-9+.-]*:\/\/([^/:?#]+)/i.exec(name)?.[1] ?? /^([\w.-]+)[/:]/.exec(name)?.[1];
  if (host === undefined) return [];
  const mends: RemarkMend[] = [{ path, part: "value", to: host, reads: `externalName: ${host}` }];
  return [{ code: "EXTERNAL_NAME_URL", path, words: { name }, mends }];
}
