/** The domain of the cluster's own names. */
export const CLUSTER_DOMAIN = "cluster.local";

/** What a name asks for, if it is read as a name of the cluster. `pod`: the host name of one pod behind a headless Service. */
export type AskedName = { readonly service: string; readonly namespace?: string; readonly pod?: string };

/**
 * The ways to read a name as the cluster's, the plainest first: "web", "web.shop", "web.shop.svc", "db-0.db", "db-0.db.shop" and
 * the same with the cluster's domain. Empty for a name that is not like one of the cluster's.
 */
export function readServiceName(host: string, ownNamespace: string | undefined): readonly AskedName[] {
  const labels = host.toLowerCase().replace(/\.$/, "").split(".");
  const svc = labels.indexOf("svc");
  const own = ownNamespace === undefined ? {} : { namespace: ownNamespace };
  const [a = "", b, c] = svc >= 0 ? labels.slice(0, svc) : labels;
  const count = svc >= 0 ? svc : labels.length;
  if (svc >= 0 && count === 2) return [{ service: a, ...(b !== undefined && { namespace: b }) }];
  if (count === 1) return [{ service: a, ...own }];
  if (count === 2 && b !== undefined)
    return [
      { service: a, namespace: b },
      { pod: a, service: b, ...own },
    ];
  if (count === 3 && b !== undefined && c !== undefined) return [{ pod: a, service: b, namespace: c }];
  return [];
}

/** A name that ends neither as a short name nor with ".svc.cluster.local", though it was meant so: what was probably meant. */
export function meantDomain(host: string): string | undefined {
  const labels = host.toLowerCase().replace(/\.$/, "").split(".");
  const svc = labels.indexOf("svc");
  if (svc >= 2) {
    const domain = labels.slice(svc + 1).join(".");
    return domain === "" || domain === CLUSTER_DOMAIN ? undefined : fullName(labels.slice(0, svc));
  }
  const isOfCluster = host.toLowerCase().replace(/\.$/, "").endsWith(`.${CLUSTER_DOMAIN}`);
  return isOfCluster && labels.length === 4 ? fullName(labels.slice(0, 2)) : undefined;
}

function fullName(labels: readonly string[]): string {
  return [...labels, "svc", CLUSTER_DOMAIN].join(".");
}
