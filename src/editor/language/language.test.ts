import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { complete } from "./completion.ts";
import type { Facts } from "./facts.ts";
import { format } from "./format.ts";
import { hover } from "./hover.ts";
import { mendAll, mends } from "./mends.ts";
import { Schema } from "./schema.ts";
import { foldsOf, symbolsOf } from "./symbols.ts";

const schema = new Schema(JSON.parse(readFileSync(new URL("../schema/k8s.schema.json", import.meta.url), "utf8")));
const facts: Facts = {
  objects: [
    { kind: "Namespace", name: "shop" },
    { kind: "Node", name: "node-2" },
    { kind: "Service", namespace: "default", name: "web", ports: [{ port: 8080, name: "http" }] },
    { kind: "ConfigMap", namespace: "default", name: "settings", keys: ["LOG_LEVEL"] },
    { kind: "ConfigMap", namespace: "shop", name: "elsewhere" },
  ],
  pods: [
    { namespace: "default", labels: { app: "api", "pod-template-hash": "5d8" }, ports: [{ port: 9000, name: "rpc" }] },
    { namespace: "default", labels: { app: "other" }, ports: [{ port: 7000 }] },
  ],
  images: ["nginx:1.29"],
};

function offered(text: string): readonly string[] {
  const offset = text.indexOf("|");
  return complete(schema, { text: text.replace("|", ""), offset, facts }).map(({ label }) => label);
}

test.each`
  text                                                                                                                                     | offers
  ${"apiVersion: v1\nkind: Servic|"}                                                                                                       | ${"Service"}
  ${"apiVersion: |\nkind: Deployment"}                                                                                                     | ${"apps/v1"}
  ${"apiVersion: v1\nkind: Service\nspec:\n  |"}                                                                                           | ${"externalTrafficPolicy"}
  ${"apiVersion: v1\nkind: Service\nspec:\n  ports:\n    - name: a\n      |"}                                                              | ${"targetPort"}
  ${"kind: Service\nspec:\n  ports:\n  - name: a\n    protocol: |"}                                                                        | ${"TCP"}
  ${"kind: Pod\nspec:\n  containers:\n    - |"}                                                                                            | ${"image"}
  ${"kind: Pod\nspec:\n  containers:\n    - name: a\n      ports:\n        - |"}                                                           | ${"containerPort"}
  ${"kind: Service\n---\nkind: Pod\nspec:\n  |"}                                                                                           | ${"containers"}
  ${"kind: Service\nmetadata:\n  namespace: |"}                                                                                            | ${"shop"}
  ${"kind: Service\nspec:\n  selector:\n    |"}                                                                                            | ${"app"}
  ${"kind: Service\nspec:\n  selector:\n    app: |"}                                                                                       | ${"api"}
  ${"kind: Service\nspec:\n  selector:\n    app: api\n  ports:\n    - port: 80\n      targetPort: |"}                                      | ${"9000"}
  ${"kind: Service\nspec:\n  selector:\n    app: api\n  ports:\n    - port: 80\n      targetPort: |"}                                      | ${"rpc"}
  ${"kind: Pod\nspec:\n  nodeName: |"}                                                                                                     | ${"node-2"}
  ${"kind: Pod\nspec:\n  containers:\n    - name: a\n      image: |"}                                                                      | ${"nginx:1.29"}
  ${"kind: Pod\nspec:\n  containers:\n    - envFrom:\n        - configMapRef:\n            name: |"}                                       | ${"settings"}
  ${"kind: Pod\nspec:\n  containers:\n    - env:\n        - name: URL\n          value: |"}                                                | ${"http://web:8080"}
  ${"kind: Ingress\nspec:\n  defaultBackend:\n    service:\n      name: web\n      port:\n        number: |"}                              | ${"8080"}
  ${"kind: Deployment\nspec:\n  template:\n    metadata:\n      labels:\n        tier: db\n---\nkind: Service\nspec:\n  selector:\n    |"} | ${"tier"}
  ${"|"}                                                                                                                                   | ${"Deployment"}
  ${"kind: Namespace\n---\n|"}                                                                                                             | ${"Service, NodePort"}
`("completion in $text offers $offers", ({ text, offers }) => {
  expect(offered(text)).toContain(offers);
});

test.each`
  text                                                                                                | not                    | because
  ${"kind: Service\nspec:\n  type: NodePort\n  |"}                                                    | ${"type"}              | ${"it is there"}
  ${"kind: Service\nspec:\n  selector:\n    app: api\n  ports:\n    - port: 80\n      targetPort: |"} | ${"7000"}              | ${"other pods have that port"}
  ${"kind: Pod\nspec:\n  containers:\n    - envFrom:\n        - configMapRef:\n            name: |"}  | ${"elsewhere"}         | ${"it is in another namespace"}
  ${"kind: Service\nspec:\n  selector:\n    |"}                                                       | ${"pod-template-hash"} | ${"a controller adds it"}
  ${"kind: Service\n|"}                                                                               | ${"status"}            | ${"nobody writes it"}
`("completion in $text does not offer $not, as $because", ({ text, not }) => {
  expect(offered(text)).not.toContain(not);
});

test("what is inserted beside a dash stands right of it", () => {
  const text = "kind: Pod\nspec:\n  containers:\n    - ";
  const [ports] = complete(schema, { text, offset: text.length, facts }).filter(({ label }) => label === "ports");
  expect(ports?.insert).toBe("ports:\n    - containerPort: ");
});

test("a field under the cursor tells its path, type, default, values and meaning", () => {
  const text = "# a comment\n---\napiVersion: v1\nkind: Service\nspec:\n  ports:\n    - protocol: UDP\n";
  const found = hover(schema, { text, offset: text.indexOf("protocol") + 2 });
  expect(found).toMatchObject({
    path: "spec.ports[].protocol",
    field: { apiVersion: "v1", objectKind: "Service", path: ["spec", "ports", "protocol"] },
    type: "string",
    default: "TCP",
    values: ["SCTP", "TCP", "UDP"],
    isRequired: false,
  });
  expect(found?.description).toContain("IP protocol for this port");
  expect(found && text.slice(found.from, found.to)).toBe("protocol");
});

test.each`
  text                                                                | field
  ${"apiVersion: v1\nkind: Service\nspec:\n  selector:\n    a|pp: x"} | ${{ apiVersion: "v1", objectKind: "Service", path: ["spec", "selector"] }}
  ${"apiVersion: v1\nkind: Deployment\nsp|ec: {}"}                    | ${{ apiVersion: "apps/v1", objectKind: "Deployment", path: ["spec"] }}
`("the API is asked for $field: through the keys of maps, in a version that the kind has", ({ text, field }) => {
  const offset = text.indexOf("|");
  expect(hover(schema, { text: text.replace("|", ""), offset })?.field).toEqual(field);
});

const LABELLED = "  template:\n    metadata:\n      labels:\n        app: web";

test.each`
  wrong                                                                              | right                                                                                    | because
  ${"kind: Service\nspec:\n  selector:\n    app:sleep-2 # the label"}                | ${"kind: Service\nspec:\n  selector:\n    app: sleep-2 # the label"}                     | ${"a colon without a space makes no map"}
  ${"kind: Endpoints\nmetadata:\n  - name: numbers-api"}                             | ${"kind: Endpoints\nmetadata:\n    name: numbers-api"}                                   | ${"a dash makes a list of what is one thing"}
  ${"kind: Pod\nspec:\n  containers:\n    name: a\n    image: b"}                    | ${"kind: Pod\nspec:\n  containers:\n    - name: a\n      image: b"}                      | ${"one thing is no list"}
  ${"kind: Endpoints\nsubsets:\n  - ports:\n      - ports: 80"}                      | ${"kind: Endpoints\nsubsets:\n  - ports:\n      - port: 80"}                             | ${"the field has another name"}
  ${"kind: Service\nspec:\n  selecter: {}"}                                          | ${"kind: Service\nspec:\n  selector: {}"}                                                | ${"the field is misspelt"}
  ${"kind: Service\nspec:\n  ports:\n    - port: 80\n      protocol: TCPP"}          | ${"kind: Service\nspec:\n  ports:\n    - port: 80\n      protocol: TCP"}                 | ${"the value is misspelt"}
  ${"kind: Service\nmetadata:\n  labels:\n    v: 1.10"}                              | ${'kind: Service\nmetadata:\n  labels:\n    v: "1.10"'}                                  | ${"a label is text"}
  ${"kind: Service\nmetadata:\n  labels:\n    v: yes"}                               | ${'kind: Service\nmetadata:\n  labels:\n    v: "yes"'}                                   | ${"yes is no text"}
  ${'kind: Service\nspec:\n  ports:\n    - port: "80"'}                              | ${"kind: Service\nspec:\n  ports:\n    - port: 80"}                                      | ${"a port is a number"}
  ${"apiVersion: v1\nkind: Deployment\nspec: {}"}                                    | ${"apiVersion: apps/v1\nkind: Deployment\nspec: {}"}                                     | ${"the kind is of another group"}
  ${"apiVersion: v1\nkind: service"}                                                 | ${"apiVersion: v1\nkind: Service"}                                                       | ${"kinds begin with a capital letter"}
  ${"kind: Service\nmetadata:\nname: web"}                                           | ${"kind: Service\nmetadata:\n  name: web"}                                               | ${"the name stands too far left"}
  ${"kind: Service\nspec:\n  selector:\n    app: web\n    ports:\n      - port: 80"} | ${"kind: Service\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80"}           | ${"the ports stand too far right"}
  ${"kind: Service\nspec:\n\tselector:\n\t\tapp: web"}                               | ${"kind: Service\nspec:\n  selector:\n    app: web"}                                     | ${"YAML takes no tabs"}
  ${`kind: Deployment\nspec:\n${LABELLED}`}                                          | ${`kind: Deployment\nspec:\n${LABELLED}\n  selector:\n    matchLabels:\n      app: web`} | ${"a Deployment selects what its template makes"}
  ${"kind: Service\nspec:\n  ports:\n    - targetPort: 80"}                          | ${"kind: Service\nspec:\n  ports:\n    - targetPort: 80\n      port: 80"}                | ${"a port is required"}
`("mends when $because", ({ wrong, right }) => {
  const withVersion = (text: string) => (text.startsWith("kind") ? `apiVersion: ${versionFor(text)}\n${text}` : text);
  expect(mendAll(schema, withVersion(wrong))).toBe(withVersion(right));
});

function versionFor(text: string): string {
  return schema.versionsOf(/kind: (\w+)/.exec(text)?.[1] ?? "")[0] ?? "";
}

test("a document without apiVersion gets the one of its kind", () => {
  expect(mendAll(schema, "# first\nkind: Deployment\n")).toBe("# first\napiVersion: apps/v1\nkind: Deployment\n");
});

test("several faults of a text are mended at once, in each of its documents", () => {
  const wrong =
    "apiVersion: v1\nkind: service\nspec:\n  selecter:\n    app:web\n---\napiVersion: v1\nkind: Deploymnt\n";
  const right =
    "apiVersion: v1\nkind: Service\nspec:\n  selector:\n    app: web\n---\napiVersion: apps/v1\nkind: Deployment\n";
  expect(mendAll(schema, wrong)).toBe(right);
});

test("a right text needs no mend, and neither does one of an unknown kind", () => {
  const right = "apiVersion: v1\nkind: Service\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n";
  expect(mends(schema, right)).toEqual([]);
  expect(mends(schema, "apiVersion: v1\nkind: Gadget\nspec:\n  selecter: 1\n")).toEqual([]);
});

test("formatting keeps comments, blank lines, quotes and text blocks", () => {
  const wild =
    "# top\napiVersion:   v1\nkind: ConfigMap   # what\nmetadata:\n    name: a\n    labels: {app: web}\n\ndata:\n    # why\n    text: |\n        one\n          two\n    flag:   'yes'\n---\nkind: Pod\nspec:\n    containers:\n    - name: a\n      command: [ls]\n";
  expect(format(wild)).toBe(
    "# top\napiVersion: v1\nkind: ConfigMap # what\nmetadata:\n  name: a\n  labels: {app: web}\n\ndata:\n  # why\n  text: |\n    one\n      two\n  flag: 'yes'\n---\nkind: Pod\nspec:\n  containers:\n  - name: a\n    command: [ls]\n",
  );
});

test("what does not parse is not formatted", () => {
  expect(format("a: [1\nb: }")).toBeUndefined();
});

const TWO =
  "kind: Service\nmetadata:\n  name: a\nspec:\n  ports:\n  - port: 80\n    name: x\n  - port: 81\n\n---\nkind: Pod\nspec:\n  containers:\n    - name: b\n      image: c\n";

test("the outline has documents and their fields; list items go by their name", () => {
  const [service, pod] = symbolsOf(TWO);
  expect(service?.name).toBe("Service a");
  expect(service?.inside.map(({ name }) => name)).toEqual(["kind", "metadata", "spec"]);
  expect(pod?.inside[1]?.inside[0]?.inside[0]?.name).toBe("b");
});

test("documents and maps fold", () => {
  const folds = foldsOf(TWO).map(({ start, end }) => `${start}-${end}`);
  expect(folds).toEqual(["1-8", "2-3", "4-8", "5-8", "6-7", "11-15", "12-15", "13-15", "14-15"]);
});
