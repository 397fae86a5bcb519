import type { EndpointSlice } from "../model/objects.ts";
import { SERVICE_PROXY_NAME_LABEL } from "./service-port.ts";

const SERVICE_NAME_LABEL = "kubernetes.io/service-name";
const HEADLESS_LABEL = "service.kubernetes.io/headless";

/** The slices of each Service; those that kube-proxy does not watch are left out. */
export class SliceIndex {
  /** By Service ("namespace/name"), then by the slice's name. */
  readonly #byService = new Map<string, Map<string, EndpointSlice>>();
  readonly #serviceOf = new Map<string, string>();

  /** Adds or replaces a slice. The Services that this changes. */
  set(slice: EndpointSlice): readonly string[] {
    const before = this.remove(slice);
    const service = serviceOfSlice(slice);
    if (service === undefined) return before;
    const slices = this.#byService.get(service) ?? new Map<string, EndpointSlice>();
    this.#byService.set(service, slices.set(slice.metadata.name, slice));
    this.#serviceOf.set(keyOf(slice), service);
    return before.includes(service) ? before : [...before, service];
  }

  /** Takes a slice out. The Services that this changes. */
  remove(slice: EndpointSlice): readonly string[] {
    const service = this.#serviceOf.get(keyOf(slice));
    if (service === undefined) return [];
    this.#serviceOf.delete(keyOf(slice));
    const slices = this.#byService.get(service);
    slices?.delete(slice.metadata.name);
    if (slices?.size === 0) this.#byService.delete(service);
    return [service];
  }

  /** By name. */
  of(service: string): readonly EndpointSlice[] {
    return [...(this.#byService.get(service)?.values() ?? [])].toSorted((a, b) =>
      a.metadata.name < b.metadata.name ? -1 : 1,
    );
  }
}

function serviceOfSlice({ metadata }: EndpointSlice): string | undefined {
  const labels = metadata.labels ?? {};
  const isIgnored = labels[HEADLESS_LABEL] !== undefined || labels[SERVICE_PROXY_NAME_LABEL] !== undefined;
  const service = labels[SERVICE_NAME_LABEL];
  return isIgnored || !service ? undefined : `${metadata.namespace ?? "default"}/${service}`;
}

function keyOf({ metadata }: EndpointSlice): string {
  return `${metadata.namespace ?? "default"}/${metadata.name}`;
}
