import { expect, test } from "vitest";
import { readManifest } from "../manifest/read-manifest.ts";
import type { KubernetesObject } from "../model/objects.ts";
import { review } from "./review.ts";
import { writtenObject } from "./world.ts";

const CLUSTER: readonly KubernetesObject[] = [
  ...["default", "shop"].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "numbers-api", namespace: "default" },
    spec: { type: "NodePort", ports: [{ port: 80, name: "http", nodePort: 30080 }] },
  },
  {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "api-x", namespace: "default", labels: { app: "numbers-api", tier: "back" } },
    spec: { containers: [{ name: "api", image: "numbers-api", ports: [{ containerPort: 80, name: "web" }] }] },
  },
  { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", namespace: "default" }, data: { LEVEL: "1" } },
];

/** "CODE path -> what it reads after the first mend". */
function remarks(text: string): readonly string[] {
  const { documents } = readManifest(text);
  const objects = documents.flatMap(({ value }) => writtenObject(value) ?? []);
  return review(objects, CLUSTER).map(({ code, path, mends }) => {
    const [first] = mends;
    return first ? `${code} ${path} -> ${first.reads}` : `${code} ${path}`;
  });
}

const service = (spec: string) => `kind: Service\nmetadata: {name: s}\nspec: ${spec}`;
const pod = (container: string) => `kind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, ${container}}]}`;
const ingress = (port: string, name = "numbers-api") =>
  `kind: Ingress\nmetadata: {name: i}\nspec: {defaultBackend: {service: {name: ${name}, port: {${port}}}}}`;
const deployment = (selector: string) =>
  `kind: Deployment\nmetadata: {name: d}\nspec: {selector: {matchLabels: ${selector}}, template: {metadata: {labels: {app: web}}}}`;

test.each`
  text                                                                                                         | remark
  ${service("{selector: {app: number-api}}")}                                                                  | ${"SELECTOR_MATCHES_NOTHING spec.selector.app -> app: numbers-api"}
  ${service("{selector: {teir: back}}")}                                                                       | ${"SELECTOR_MATCHES_NOTHING spec.selector.teir -> tier: back"}
  ${service("{selector: {app: numbers-api}, ports: [{port: 80, targetPort: 8080}]}")}                          | ${"TARGET_PORT_CLOSED spec.ports[0].targetPort -> targetPort: 80"}
  ${service("{selector: {app: numbers-api}, ports: [{port: 8080}]}")}                                          | ${"TARGET_PORT_CLOSED spec.ports[0].port"}
  ${service("{selector: {app: numbers-api}, ports: [{port: 80, targetPort: wep}]}")}                           | ${"TARGET_PORT_NAME spec.ports[0].targetPort -> targetPort: web"}
  ${service("{type: NodePort, ports: [{port: 1, nodePort: 30080}]}")}                                          | ${"NODE_PORT_TAKEN spec.ports[0].nodePort -> nodePort: 30081"}
  ${service("{type: ExternalName, externalName: 10.1.2.3}")}                                                   | ${"EXTERNAL_NAME_ADDRESS spec.externalName"}
  ${service('{type: ExternalName, externalName: "https://db.example.com/x"}')}                                 | ${"EXTERNAL_NAME_URL spec.externalName -> externalName: db.example.com"}
  ${ingress("number: 81")}                                                                                     | ${"BACKEND_PORT spec.defaultBackend.service.port.number -> number: 80"}
  ${ingress("name: htttp")}                                                                                    | ${"BACKEND_PORT spec.defaultBackend.service.port.name -> name: http"}
  ${ingress("number: 80", "numbers-apy")}                                                                      | ${"OBJECT_MISSING spec.defaultBackend.service.name -> name: numbers-api"}
  ${"kind: StatefulSet\nmetadata: {name: a}\nspec: {serviceName: nubers-api}"}                                 | ${"OBJECT_MISSING spec.serviceName -> serviceName: numbers-api"}
  ${"kind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec: {scaleTargetRef: {kind: Deployment, name: x}}"} | ${"OBJECT_MISSING spec.scaleTargetRef.name"}
  ${pod("envFrom: [{configMapRef: {name: setings}}]")}                                                         | ${"OBJECT_MISSING spec.containers[0].envFrom[0].configMapRef.name -> name: settings"}
  ${pod("env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: LEVLE}}}]")}                       | ${"KEY_MISSING spec.containers[0].env[0].valueFrom.configMapKeyRef.key -> key: LEVEL"}
  ${pod("readinessProbe: {httpGet: {port: htpp}}, ports: [{containerPort: 80, name: http}]")}                  | ${"PROBE_PORT_NAME spec.containers[0].readinessProbe.httpGet.port -> port: http"}
  ${pod('env: [{name: URL, value: "http://number-api/rng"}]')}                                                 | ${"HOST_UNKNOWN spec.containers[0].env[0].value -> http://numbers-api/rng"}
  ${"kind: ConfigMap\nmetadata: {name: a, namespace: shp}"}                                                    | ${"NAMESPACE_MISSING metadata.namespace -> namespace: shop"}
  ${deployment("{app: wbe}")}                                                                                  | ${"SELECTOR_NOT_OF_TEMPLATE spec.selector.matchLabels.app -> app: web"}
  ${"kind: NetworkPolicy\nmetadata: {name: policy}\nspec: {podSelector: {matchLabels: {app: numbers-apis}}}"}  | ${"SELECTOR_MATCHES_NOTHING spec.podSelector.matchLabels.app -> app: numbers-api"}
  ${"kind: ConfigMap\nmetadata: {name: a}\n---\nkind: ConfigMap\nmetadata: {name: a}"}                         | ${"DUPLICATE_OBJECT metadata.name"}
`("$remark", ({ text, remark }) => {
  expect(remarks(text)).toContain(remark);
});

test.each`
  because                                                 | text
  ${"the pods are there"}                                 | ${service("{selector: {app: numbers-api}, ports: [{port: 80}]}")}
  ${"another document makes the pods"}                    | ${`${service("{selector: {app: web}}")}\n---\n${deployment("{app: web}")}`}
  ${"another document makes the namespace"}               | ${"kind: Namespace\nmetadata: {name: new}\n---\nkind: ConfigMap\nmetadata: {name: a, namespace: new}"}
  ${"it is optional"}                                     | ${pod("envFrom: [{configMapRef: {name: nothing, optional: true}}]")}
  ${"the host is outside"}                                | ${pod('env: [{name: URL, value: "https://example.com"}]')}
  ${"the Service without selector has its own endpoints"} | ${service("{ports: [{port: 80}]}")}
  ${"the target port is named as a container's port"}     | ${service("{selector: {app: numbers-api}, ports: [{port: 80, targetPort: web}]}")}
  ${"the same name is another object elsewhere"}          | ${"kind: ConfigMap\nmetadata: {name: a}\n---\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}"}
`("nothing is remarked as $because", ({ text }) => {
  expect(remarks(text)).toEqual([]);
});

test("a document replaces what the cluster has of it: its old pods are not selected any more", () => {
  const owner = { apiVersion: "apps/v1", kind: "ReplicaSet", name: "d-1", uid: "u", controller: true };
  const [, , , pod, ...others] = CLUSTER;
  const owned = {
    ...pod,
    metadata: { name: "d-1-x", namespace: "default", labels: { app: "old" }, ownerReferences: [owner] },
  };
  const { documents } = readManifest(`${service("{selector: {app: old}}")}\n---\n${deployment("{app: web}")}`);
  const objects = documents.flatMap(({ value }) => writtenObject(value) ?? []);
  const codes = review(objects, [...others, owned as KubernetesObject]).map(({ code }) => code);
  expect(codes).toEqual(["SELECTOR_MATCHES_NOTHING"]);
});
