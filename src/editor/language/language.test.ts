import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { complete } from "./completion.ts";
import { hover } from "./hover.ts";
import { mends } from "./mends.ts";
import { Schema } from "./schema.ts";

const schema = new Schema(JSON.parse(readFileSync(new URL("../schema/k8s.schema.json", import.meta.url), "utf8")));
const facts = { namespaces: ["default", "shop"], services: ["web"], labels: { app: ["web", "api"] } };

test.each`
  text                                                                           | offers
  ${"apiVersion: v1\nkind: Servic|"}                                             | ${"Service"}
  ${"apiVersion: v1\nkind: Service\nspec:\n  |"}                                 | ${"externalTrafficPolicy"}
  ${"apiVersion: v1\nkind: Service\nspec:\n  ports:\n    - name: a\n      |"}    | ${"targetPort"}
  ${"kind: Service\nspec:\n  ports:\n  - name: a\n    protocol: |"}              | ${"TCP"}
  ${"kind: Pod\nspec:\n  containers:\n    - |"}                                  | ${"image"}
  ${"kind: Pod\nspec:\n  containers:\n    - name: a\n      ports:\n        - |"} | ${"containerPort"}
  ${"kind: Service\n---\nkind: Pod\nspec:\n  |"}                                 | ${"containers"}
  ${"kind: Service\nmetadata:\n  namespace: |"}                                  | ${"shop"}
  ${"kind: Service\nspec:\n  selector:\n    |"}                                  | ${"app"}
  ${"kind: Service\nspec:\n  selector:\n    app: |"}                             | ${"api"}
`("completion in $text offers $offers", ({ text, offers }) => {
  const offset = text.indexOf("|");
  const items = complete(schema, { text: text.replace("|", ""), offset, facts });
  expect(items.map(({ label }) => label)).toContain(offers);
});

test("a field under the cursor tells its path and meaning", () => {
  const text = "apiVersion: v1\nkind: Service\nspec:\n  ports:\n    - targetPort: 80\n";
  const found = hover(schema, { text, offset: text.indexOf("targetPort") + 2 });
  expect(found?.path).toBe("spec.ports[].targetPort");
  expect(found?.description).toContain("port to access on the pods");
});

test.each`
  wrong                                                               | right                                                                | because
  ${"kind: Service\nspec:\n  selector:\n    app:sleep-2 # the label"} | ${"kind: Service\nspec:\n  selector:\n    app: sleep-2 # the label"} | ${"a colon without a space makes no map"}
  ${"kind: Endpoints\nmetadata:\n  - name: numbers-api"}              | ${"kind: Endpoints\nmetadata:\n    name: numbers-api"}               | ${"a dash makes a list of what is one thing"}
  ${"kind: Endpoints\nsubsets:\n  - ports:\n      - ports: 80"}       | ${"kind: Endpoints\nsubsets:\n  - ports:\n      - port: 80"}         | ${"the field has another name"}
  ${"kind: Service\nspec:\n  selecter: {}"}                           | ${"kind: Service\nspec:\n  selector: {}"}                            | ${"the field is misspelt"}
  ${"kind: Service\nspec:\n  ports:\n    - protocol: TCPP"}           | ${"kind: Service\nspec:\n  ports:\n    - protocol: TCP"}             | ${"the value is misspelt"}
  ${"kind: Service\nmetadata:\n  labels:\n    v: 1"}                  | ${'kind: Service\nmetadata:\n  labels:\n    v: "1"'}                 | ${"a label is text"}
`("mends when $because", ({ wrong, right }) => {
  const [mend] = mends(schema, wrong);
  expect(mend && wrong.slice(0, mend.from) + mend.text + wrong.slice(mend.to)).toBe(right);
});

test("a right text needs no mend, and neither does one of an unknown kind", () => {
  expect(mends(schema, "kind: Service\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n")).toEqual([]);
  expect(mends(schema, "kind: Gadget\nspec:\n  selecter: 1\n")).toEqual([]);
});
