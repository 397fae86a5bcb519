import type { ServiceEntry } from "./service-entry.ts";
import type { ServiceTable } from "./service-table.ts";

/** What kube-proxy's health check server answers over HTTP. */
export type HealthAnswer = {
  readonly status: 200 | 503;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** A load balancer asks here whether the node has endpoints of a Service (pkg/proxy/healthcheck/service_health.go). */
export function healthAnswer(services: ServiceTable, node: string, port: number): HealthAnswer | undefined {
  const asked = services.inOrder().find((entry) => entry.port.healthCheckNodePort === port);
  if (!asked) return undefined;
  const { namespace, name } = asked.port;
  const count = localAddresses(services.of(`${namespace}/${name}`), node);
  const body = `{
	"service": {
		"namespace": "${namespace}",
		"name": "${name}"
	},
	"localEndpoints": ${count},
	"serviceProxyHealthy": true
}`;
  return {
    status: count > 0 ? 200 : 503,
    body,
    headers: {
      "Content-Type": "application/json",
      "X-Content-Type-Options": "nosniff",
      "X-Load-Balancing-Endpoint-Weight": String(count),
    },
  };
}

function localAddresses(entries: readonly ServiceEntry[], node: string): number {
  const local = entries.flatMap(({ endpoints }) => endpoints.filter((one) => one.isReady && one.node === node));
  return new Set(local.map(({ address }) => address)).size;
}
