import { expect, test } from "vitest";
import { openCluster } from "../engine/cluster.ts";
import { finish } from "../engine/model/steps.ts";
import { clusterText, objectText } from "./cluster-text.ts";
import { ManifestReader } from "./review-files.ts";

const SERVICE = `# the API
apiVersion: v1
kind: Service
metadata:
  name: web
  labels:
    team: one # whose
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: 8080
`;
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: nginx:1.29
          resources:
            limits: {cpu: 0.5, memory: 128Mi}
`;

/** What the file is in the cluster after commands that change it. */
function after(text: string, ...commands: readonly string[]) {
  const cluster = openCluster();
  cluster.run("kubectl apply -f -", { stdin: text });
  for (const command of commands) expect(cluster.run(command).stderr).toBe("");
  cluster.settle();
  return finish(clusterText({ name: "a.yaml", text }, { reader: new ManifestReader(), door: cluster }));
}

test("what was just applied is as written: defaults, addresses and the status are no difference", () => {
  const text = `${SERVICE}---\n${DEPLOYMENT}`;
  expect(after(text)).toEqual({ kind: "compared", text, differences: 0, missing: [] });
});

test.each`
  command                                                                 | before                                  | then
  ${"kubectl scale deploy web --replicas=3"}                              | ${"replicas: 2"}                        | ${"replicas: 3"}
  ${"kubectl set image deploy/web web=nginx:1.28"}                        | ${"nginx:1.29"}                         | ${"nginx:1.28"}
  ${"kubectl label svc web team=two --overwrite"}                         | ${"team: one"}                          | ${"team: two"}
  ${"kubectl label svc web team-"}                                        | ${"  labels:\n    team: one # whose\n"} | ${""}
  ${"kubectl label svc web tier=front"}                                   | ${"team: one # whose\n"}                | ${"team: one # whose\n    tier: front\n"}
  ${'kubectl patch svc web -p \'{"spec":{"type":"NodePort"}}\''}          | ${"targetPort: 8080\n"}                 | ${"targetPort: 8080\n  externalTrafficPolicy: Cluster\n  type: NodePort\n"}
  ${'kubectl patch svc web -p \'{"spec":{"selector":{"app":"other"}}}\''} | ${"    app: web\n  ports"}              | ${"    app: other\n  ports"}
`("after $command the text has it, and keeps everything else", ({ command, before, then }) => {
  const text = `${SERVICE}---\n${DEPLOYMENT}`;
  const compared = after(text, command);
  expect(compared.text).toBe(text.replace(before, then));
});

test("a document that the cluster does not have is told, and stays", () => {
  const text = `${SERVICE}---\n${DEPLOYMENT}`;
  const compared = after(text, "kubectl delete deploy web");
  expect(compared.text).toBe(text);
  expect(compared.missing.map(({ from }) => text.slice(from, from + 19))).toEqual(["apiVersion: apps/v1"]);
});

test("an object made by kubectl becomes a manifest that makes it again", () => {
  const cluster = openCluster();
  cluster.run("kubectl create service clusterip web --tcp=80:8080");
  const [made] = cluster.objects("Service").filter(({ metadata }) => metadata.name === "web");
  const text = objectText(made ?? {});
  expect(text).toContain("apiVersion: v1\nkind: Service\nmetadata:\n");
  expect(text).not.toContain("uid");
  const other = openCluster();
  expect(other.run("kubectl apply -f -", { stdin: text }).stdout).toBe("service/web created\n");
});
