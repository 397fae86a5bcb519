// What an object names: other objects, by the fields that name them. For what is missing, and for "go to definition".
import { isJsonObject } from "../model/json.ts";
import { at, listAt, podPathOf, textAt } from "./world.ts";
import type { WrittenObject } from "./world.ts";

/** A field that names another object. `path` as the API writes it: "spec.rules[0].http.paths[1].backend.service.name". */
export type ObjectReference = {
  readonly path: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** "must": it does not work without; "may": the API lets it be absent. */
  readonly need: "must" | "may";
  /** The key of a ConfigMap or Secret that is wanted, and where it is written. */
  readonly key?: { readonly path: string; readonly key: string };
};

/** A place in an object: its path, and the value there. */
type Place = { readonly path: string; readonly value: unknown };
type Naming = { readonly kind: string; readonly namespace: string; readonly need?: "must" | "may" };

/** Everything that an object names, in the order of its fields. */
export function referencesOf(object: WrittenObject): readonly ObjectReference[] {
  const { kind, value, namespace } = object;
  const podPath = podPathOf(kind);
  const pod =
    podPath === undefined ? undefined : placeAt({ path: "", value }, podPath === "" ? "spec" : `${podPath}.spec`);
  return [
    ...(namespace === ""
      ? []
      : named(placeAt({ path: "", value }, "metadata"), "namespace", { kind: "Namespace", namespace: "" })),
    ...(pod ? podReferences(pod, namespace) : []),
    ...(OF_KIND[kind]?.(object) ?? []),
  ];
}

const OF_KIND: Readonly<Record<string, (object: WrittenObject) => readonly ObjectReference[]>> = {
  StatefulSet: ({ value, namespace }) =>
    named({ path: "spec", value: at(value, "spec") }, "serviceName", { kind: "Service", namespace }),
  Ingress: ingressReferences,
  HorizontalPodAutoscaler: ({ value, namespace }) => {
    const target = { path: "spec.scaleTargetRef", value: at(value, "spec", "scaleTargetRef") };
    return named(target, "name", { kind: textAt(target.value, "kind") ?? "Deployment", namespace });
  },
  EndpointSlice: ({ value, namespace }) =>
    named({ path: "metadata.labels", value: at(value, "metadata", "labels") }, "kubernetes.io/service-name", {
      kind: "Service",
      namespace,
    }),
  PersistentVolumeClaim: ({ value }) =>
    named({ path: "spec", value: at(value, "spec") }, "storageClassName", { kind: "StorageClass", namespace: "" }),
  RoleBinding: roleReferences,
  ClusterRoleBinding: roleReferences,
};

function podReferences(spec: Place, namespace: string): readonly ObjectReference[] {
  const inNamespace = (kind: string, need: "must" | "may" = "must") => ({ kind, namespace, need });
  return [
    ...named(spec, "serviceAccountName", inNamespace("ServiceAccount")),
    ...named(spec, "priorityClassName", { kind: "PriorityClass", namespace: "" }),
    ...items(spec, "imagePullSecrets").flatMap((one) => named(one, "name", inNamespace("Secret", "may"))),
    ...items(spec, "volumes").flatMap((volume) => volumeReferences(volume, namespace)),
    ...["initContainers", "containers"].flatMap((list) =>
      items(spec, list).flatMap((container) => [
        ...items(container, "envFrom").flatMap((from) => [
          ...needed(placeAt(from, "configMapRef"), inNamespace("ConfigMap")),
          ...needed(placeAt(from, "secretRef"), inNamespace("Secret")),
        ]),
        ...items(container, "env").flatMap((env) => [
          ...needed(placeAt(env, "valueFrom.configMapKeyRef"), inNamespace("ConfigMap")),
          ...needed(placeAt(env, "valueFrom.secretKeyRef"), inNamespace("Secret")),
        ]),
      ]),
    ),
  ];
}

function volumeReferences(volume: Place, namespace: string): readonly ObjectReference[] {
  const secret = placeAt(volume, "secret");
  const isOptional = at(secret.value, "optional") === true;
  return [
    ...needed(placeAt(volume, "configMap"), { kind: "ConfigMap", namespace }),
    ...named(secret, "secretName", { kind: "Secret", namespace, need: isOptional ? "may" : "must" }),
    ...named(placeAt(volume, "persistentVolumeClaim"), "claimName", { kind: "PersistentVolumeClaim", namespace }),
    ...items(placeAt(volume, "projected"), "sources").flatMap((source) => [
      ...needed(placeAt(source, "configMap"), { kind: "ConfigMap", namespace }),
      ...needed(placeAt(source, "secret"), { kind: "Secret", namespace }),
    ]),
  ];
}

function ingressReferences({ value, namespace }: WrittenObject): readonly ObjectReference[] {
  const spec = { path: "spec", value: at(value, "spec") };
  return [
    ...named(spec, "ingressClassName", { kind: "IngressClass", namespace: "" }),
    ...items(spec, "tls").flatMap((tls) => named(tls, "secretName", { kind: "Secret", namespace })),
    ...backendsOf(value).flatMap((backend) =>
      named(placeAt(backend, "service"), "name", { kind: "Service", namespace }),
    ),
  ];
}

/** The backends of an Ingress, the default one first. */
export function backendsOf(ingress: unknown): readonly Place[] {
  const spec = { path: "spec", value: at(ingress, "spec") };
  const ofRules = items(spec, "rules").flatMap((rule) =>
    items(placeAt(rule, "http"), "paths").map((path) => placeAt(path, "backend")),
  );
  return [placeAt(spec, "defaultBackend"), ...ofRules].filter(({ value }) => isJsonObject(value));
}

function roleReferences({ value, namespace }: WrittenObject): readonly ObjectReference[] {
  const role = { path: "roleRef", value: at(value, "roleRef") };
  const root = { path: "", value };
  const accounts = items(root, "subjects").filter((one) => at(one.value, "kind") === "ServiceAccount");
  return [
    ...named(role, "name", { kind: textAt(role.value, "kind") ?? "Role", namespace }),
    ...accounts.flatMap((one) =>
      named(one, "name", { kind: "ServiceAccount", namespace: textAt(one.value, "namespace") ?? namespace }),
    ),
  ];
}

/** The items of a list field, each at its place. */
export function items(around: Place, field: string): readonly Place[] {
  const path = around.path === "" ? field : `${around.path}.${field}`;
  return listAt(around.value, field).map((value, index) => ({ path: `${path}[${index}]`, value }));
}

/** A field some levels down. */
export function placeAt(around: Place, path: string): Place {
  return { path: around.path === "" ? path : `${around.path}.${path}`, value: at(around.value, ...path.split(".")) };
}

/** A reference by `name`, with `key` and `optional` as selectors of keys and sources of volumes write them. */
function needed(place: Place, naming: Naming): readonly ObjectReference[] {
  const need = at(place.value, "optional") === true ? "may" : "must";
  const key = textAt(place.value, "key");
  return named(place, "name", { ...naming, need }).map((reference) => ({
    ...reference,
    ...(key !== undefined && { key: { path: `${place.path}.key`, key } }),
  }));
}

function named(around: Place, field: string, { kind, namespace, need = "must" }: Naming): readonly ObjectReference[] {
  const name = textAt(around.value, field);
  return name === undefined ? [] : [{ path: `${around.path}.${field}`, kind, namespace, name, need }];
}
