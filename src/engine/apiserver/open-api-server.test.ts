import { expect, test } from "vitest";
import type { KubernetesObject } from "../model/objects.ts";
import { Simulation } from "../simulation/simulation.ts";
import { openApiServer } from "./open-api-server.ts";

function openWorld() {
  const api = openApiServer({ simulation: new Simulation({ seed: 1, startAt: "2026-01-01T00:00:00Z" }) });
  for (const kind of ["Namespace", "ServiceAccount"]) {
    api.create({ apiVersion: "v1", kind, metadata: { name: "default" } });
  }
  return api;
}

test("a small Service is filled in as the real API server does", () => {
  const spec = { selector: { app: "x" }, ports: [{ port: 80 }] };
  const written = openWorld().create({ apiVersion: "v1", kind: "Service", metadata: { name: "a" }, spec });
  const { clusterIP } = (written as unknown as { object: { spec: { clusterIP: string } } }).object.spec;
  expect(written).toMatchObject({
    ok: true,
    object: {
      spec: {
        clusterIP,
        clusterIPs: [clusterIP],
        internalTrafficPolicy: "Cluster",
        ipFamilies: ["IPv4"],
        ipFamilyPolicy: "SingleStack",
        ports: [{ port: 80, protocol: "TCP", targetPort: 80 }],
        sessionAffinity: "None",
        type: "ClusterIP",
      },
      status: { loadBalancer: {} },
    } as unknown as KubernetesObject,
  });
});
