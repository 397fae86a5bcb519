import { expect, it } from "vitest";
import { openCluster } from "../cluster.ts";

it("a namespace that is deleted loses its pods first, then the rest, then itself", () => {
  const cluster = openCluster({ seed: 1 });
  cluster.run("kubectl create ns a");
  cluster.run("kubectl create deployment web --image=nginx -n a");
  cluster.advance(20_000);
  cluster.run("kubectl delete ns a --wait=false");
  cluster.advance(15_000);
  expect(cluster.run("kubectl get deploy -n a -o name").stdout).toBe("deployment.apps/web\n");
  expect(cluster.run("kubectl create cm late -n a").stderr).toContain("because it is being terminated");
  cluster.advance(90_000);
  expect(cluster.run("kubectl get ns a").stderr).toBe('Error from server (NotFound): namespaces "a" not found\n');
});
