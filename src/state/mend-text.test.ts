import { describe, expect, it, test } from "vitest";
import type { Fix } from "../engine/diagnosis/diagnosis.ts";
import { mendText } from "./mend-text.ts";

const BLOCK = `# the web
apiVersion: v1
kind: Service
metadata:
  name: web
  labels:
    app.kubernetes.io/name: web
spec:
  selector:
    app: wbe # misspelt
    tier: front
  ports:
    - port: 80
      protocol: UDP
`;
const FLOW = "kind: Service\nmetadata: {name: web}\nspec: {selector: {app: wbe, tier: front}, ports: [{port: 80}]}\n";
const service = { kind: "Service", name: "web", namespace: "default" };
const fix = (path: string, from: Fix["from"], to?: Fix["to"]): Fix => ({
  object: service,
  path,
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});

test.each`
  text     | path                                            | from                             | to                               | removed                                                          | written
  ${BLOCK} | ${"spec.selector.app"}                          | ${"wbe"}                         | ${"web"}                         | ${["    app: wbe # misspelt"]}                                   | ${["    app: web # misspelt"]}
  ${BLOCK} | ${"spec.selector.app"}                          | ${"wbe"}                         | ${"80"}                          | ${["    app: wbe # misspelt"]}                                   | ${['    app: "80" # misspelt']}
  ${BLOCK} | ${"spec.selector.tier"}                         | ${"front"}                       | ${undefined}                     | ${["    tier: front"]}                                           | ${[]}
  ${BLOCK} | ${"spec.selector"}                              | ${{ app: "wbe", tier: "front" }} | ${{ run: "wbe", tier: "front" }} | ${["    app: wbe # misspelt"]}                                   | ${["    run: wbe # misspelt"]}
  ${BLOCK} | ${"spec.selector"}                              | ${{ app: "wbe" }}                | ${undefined}                     | ${["  selector:", "    app: wbe # misspelt", "    tier: front"]} | ${[]}
  ${BLOCK} | ${"spec.ports[0].protocol"}                     | ${"UDP"}                         | ${"TCP"}                         | ${["      protocol: UDP"]}                                       | ${["      protocol: TCP"]}
  ${BLOCK} | ${"spec.ports[0].port"}                         | ${80}                            | ${undefined}                     | ${["    - port: 80", "      protocol: UDP"]}                     | ${["    - protocol: UDP"]}
  ${BLOCK} | ${"spec.ports[0].targetPort"}                   | ${undefined}                     | ${8080}                          | ${["    - port: 80"]}                                            | ${["    - targetPort: 8080", "      port: 80"]}
  ${BLOCK} | ${"spec.publishNotReadyAddresses"}              | ${undefined}                     | ${true}                          | ${[]}                                                            | ${["  publishNotReadyAddresses: true"]}
  ${BLOCK} | ${"metadata.labels.app.kubernetes.io/name"}     | ${"web"}                         | ${"shop"}                        | ${["    app.kubernetes.io/name: web"]}                           | ${["    app.kubernetes.io/name: shop"]}
  ${BLOCK} | ${"metadata.labels.kubernetes.io/service-name"} | ${undefined}                     | ${"db"}                          | ${[]}                                                            | ${["    kubernetes.io/service-name: db"]}
  ${FLOW}  | ${"spec.selector.app"}                          | ${"wbe"}                         | ${"web"}                         | ${[FLOW.split("\n")[2]]}                                         | ${["spec: {selector: {app: web, tier: front}, ports: [{port: 80}]}"]}
  ${FLOW}  | ${"spec.selector.tier"}                         | ${"front"}                       | ${undefined}                     | ${[FLOW.split("\n")[2]]}                                         | ${["spec: {selector: {app: wbe}, ports: [{port: 80}]}"]}
  ${FLOW}  | ${"spec.ports[0].targetPort"}                   | ${undefined}                     | ${8080}                          | ${[FLOW.split("\n")[2]]}                                         | ${["spec: {selector: {app: wbe, tier: front}, ports: [{targetPort: 8080, port: 80}]}"]}
`("$path: $from becomes $to", ({ text, path, from, to, removed, written }) => {
  expect(mendText(text, fix(path, from, to))).toMatchObject({ removed, written });
});

describe("a mend", () => {
  it("touches the document of its object only", () => {
    const other = BLOCK.replace("name: web", "name: api");
    const mended = mendText(`${other}---\n${BLOCK}`, fix("spec.selector.app", "wbe", "web"));
    expect(mended?.text).toBe(`${other}---\n${BLOCK.replace("wbe", "web")}`);
    expect(mended?.line).toBe(other.split("\n").length + 10);
  });

  it("is not for an object that the text does not have", () => {
    expect(
      mendText(BLOCK, { ...fix("spec.selector.app", "wbe", "web"), object: { ...service, name: "api" } }),
    ).toBeUndefined();
  });

  it("does not throw at a text that is no YAML", () => {
    expect(mendText("a: [", fix("spec.selector.app", "wbe", "web"))).toBeUndefined();
  });
});
