import { describe, expect, it, test } from "vitest";
import { RESOURCES } from "../resources.ts";
import { describeField, findField, typeText } from "./describe-field.ts";

describe("what Kubernetes says of a field", () => {
  test.each`
    apiVersion                        | kind               | path                             | text
    ${"v1"}                           | ${"Service"}       | ${""}                            | ${"Service is a named abstraction of software service"}
    ${"v1"}                           | ${"Service"}       | ${"spec.ports.targetPort"}       | ${"Number or name of the port to access on the pods targeted by the service."}
    ${"apps/v1"}                      | ${"Deployment"}    | ${"spec.template.spec.nodeName"} | ${"NodeName indicates in which node this pod is scheduled."}
    ${"networking.k8s.io/v1"}         | ${"NetworkPolicy"} | ${"spec.ingress.from.ipBlock"}   | ${"ipBlock defines policy on a particular IPBlock."}
    ${"rbac.authorization.k8s.io/v1"} | ${"Role"}          | ${"rules.verbs"}                 | ${"Verbs is a list of Verbs that apply to ALL the ResourceKinds"}
  `("$apiVersion $kind $path", ({ apiVersion, kind, path, text }) => {
    expect(describeField(apiVersion, kind, path.split(".").filter(Boolean))).toContain(text);
  });

  it("is nothing for a field or a kind that the API does not have", () => {
    expect(describeField("v1", "Service", ["spec", "port"])).toBeUndefined();
    expect(describeField("v1", "Service", ["kind", "name"])).toBeUndefined();
    expect(describeField("v2", "Service", [])).toBeUndefined();
  });

  it("knows every kind that the API serves", () => {
    const unknown = RESOURCES.filter(({ group, version, kind }) => {
      const apiVersion = group === "" ? version : `${group}/${version}`;
      return describeField(apiVersion, kind, []) === undefined;
    });
    expect(unknown).toEqual([]);
  });

  it("names types as kubectl explain does", () => {
    const typeOf = (path: string) => {
      const field = findField({ apiVersion: "v1", kind: "Pod" }, path.split("."))?.field;
      return field && typeText(field.type);
    };
    expect(typeOf("spec.containers")).toBe("[]Container");
    expect(typeOf("spec.containers.resources.limits")).toBe("map[string]Quantity");
    expect(typeOf("metadata.creationTimestamp")).toBe("string");
    expect(typeOf("metadata.managedFields.fieldsV1")).toBe("FieldsV1");
  });
});
