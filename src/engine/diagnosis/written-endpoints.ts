// A Service without a selector: somebody has to write its endpoints, and to say whose they are.
import type { ApiServer } from "../apiserver/api-server.ts";
import type { EndpointSlice, Service } from "../model/objects.ts";
import { nearNames } from "../model/likeness.ts";
import type { Diagnosis, Proof } from "./diagnosis.ts";
import { pointAt, refOf } from "./evidence.ts";

const SERVICE_LABEL = "kubernetes.io/service-name";

/** Why a Service without a selector has no endpoints: none are written, or they are not tied to it. */
export function diagnoseWritten(api: ApiServer, service: Service, proof: readonly Proof[]): Diagnosis {
  return (
    portNameDiffers(api, service, proof) ??
    notLinked(api, service, proof) ?? {
      code: "NO_ENDPOINTS_WRITTEN",
      about: [pointAt(service, "spec.selector")],
      proof,
      fixes: [],
    }
  );
}

/** kube-proxy matches a slice's ports to the Service's by name. */
function portNameDiffers(api: ApiServer, service: Service, proof: readonly Proof[]): Diagnosis | undefined {
  const { name, namespace } = service.metadata;
  const names = (service.spec.ports ?? []).map((port) => port.name ?? "");
  for (const slice of api.list("EndpointSlice", namespace)) {
    if (slice.metadata.labels?.[SERVICE_LABEL] !== name || !slice.endpoints?.length) continue;
    const index = (slice.ports ?? []).findIndex((port) => !names.includes(port.name ?? ""));
    const wrong = slice.ports?.[index];
    if (!wrong) continue;
    const path = `ports[${index}].name`;
    return {
      code: "ENDPOINTS_PORT_NAME",
      about: [pointAt(slice, path, wrong.name ?? ""), pointAt(service, "spec.ports[0].name", names[0])],
      proof,
      fixes: names.slice(0, 1).map((to) => ({ object: refOf(slice), path, from: wrong.name ?? "", to })),
    };
  }
  return undefined;
}

function notLinked(api: ApiServer, service: Service, proof: readonly Proof[]): Diagnosis | undefined {
  const { name, namespace } = service.metadata;
  const about = (other: EndpointSlice, value: string) => [
    pointAt(other, `metadata.labels.${SERVICE_LABEL}`, value),
    pointAt(service),
  ];
  for (const slice of api.list("EndpointSlice", namespace)) {
    const label = slice.metadata.labels?.[SERVICE_LABEL];
    const isOrphan = label === undefined || (label !== name && !api.get("Service", label, namespace));
    if (!isOrphan || !isAlike(slice.metadata.name, name)) continue;
    const fix = { object: refOf(slice), path: `metadata.labels.${SERVICE_LABEL}`, to: name };
    const fixes = [label === undefined ? fix : { ...fix, from: label }];
    return { code: "ENDPOINTS_NOT_LINKED", about: about(slice, label ?? ""), proof, fixes };
  }
  for (const endpoints of api.list("Endpoints", namespace)) {
    const { name: own } = endpoints.metadata;
    if (own === name || api.get("Service", own, namespace) || !isAlike(own, name)) continue;
    const fixes = [{ object: refOf(endpoints), path: "metadata.name", from: own, to: name }];
    return {
      code: "ENDPOINTS_NOT_LINKED",
      about: [pointAt(endpoints, "metadata.name", own), pointAt(service)],
      proof,
      fixes,
    };
  }
  return undefined;
}

function isAlike(name: string, service: string): boolean {
  return name.startsWith(`${service}-`) || nearNames(service, [name]).length > 0;
}
