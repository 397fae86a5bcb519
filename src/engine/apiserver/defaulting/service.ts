import { draftIn, draftsIn, ensureDraft, setDefault, textIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { hasNodePortType, isExternallyAccessible } from "../service-fields.ts";

/** How long ClientIP affinity sticks when nothing is said: three hours. */
const AFFINITY_SECONDS = 10_800;

/** As SetDefaults_Service. */
export function defaultService(draft: Draft): void {
  const spec = ensureDraft(draft, "spec");
  setDefault(spec, "sessionAffinity", "None");
  if (spec["sessionAffinity"] === "None") delete spec["sessionAffinityConfig"];
  if (spec["sessionAffinity"] === "ClientIP") {
    const clientIp = draftIn(draftIn(spec, "sessionAffinityConfig"), "clientIP");
    if (clientIp?.["timeoutSeconds"] === undefined) {
      spec["sessionAffinityConfig"] = { clientIP: { timeoutSeconds: AFFINITY_SECONDS } };
    }
  }
  setDefault(spec, "type", "ClusterIP");
  for (const port of draftsIn(spec, "ports")) {
    setDefault(port, "protocol", "TCP");
    if (port["targetPort"] === 0 || port["targetPort"] === "" || port["targetPort"] === undefined) {
      port["targetPort"] = port["port"];
    }
  }
  if (isExternallyAccessible(spec)) setDefault(spec, "externalTrafficPolicy", "Cluster");
  if (hasNodePortType(spec) || spec["type"] === "ClusterIP") setDefault(spec, "internalTrafficPolicy", "Cluster");
  if (spec["type"] === "LoadBalancer") spec["allocateLoadBalancerNodePorts"] ??= true;
  defaultServiceStatus(draft);
}

/** Addresses of load balancers are handled by the nodes' rules unless it is said that they are not. */
export function defaultServiceStatus(draft: Draft): void {
  if (draftIn(draft, "spec")?.["type"] !== "LoadBalancer") return;
  for (const ingress of draftsIn(draftIn(draftIn(draft, "status"), "loadBalancer"), "ingress")) {
    if (textIn(ingress, "ip") !== "") ingress["ipMode"] ??= "VIP";
  }
}
