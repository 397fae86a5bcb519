// Writes the editor's schema out of the OpenAPI v3 documents of Kubernetes 1.36.3 and the Go types of k8s.io/api, which have the enums:
//
//   node scripts/editor-schema.mjs "$(go env GOMODCACHE)/k8s.io"
//
// Of each kind that manifests are written in: fields, types, what is required, enums, defaults, meanings. src/editor/language/schema.ts reads it.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./install.mjs";

const FILE = join(ROOT, "src/editor/schema/k8s.schema.json");
/** Kinds by group version, those that are written most first. */
const KINDS = {
  v1: "Service Pod ConfigMap Secret Namespace ServiceAccount Endpoints Node PersistentVolumeClaim PersistentVolume LimitRange ResourceQuota ReplicationController PodTemplate Binding Event",
  "apps/v1": "Deployment StatefulSet DaemonSet ReplicaSet ControllerRevision",
  "networking.k8s.io/v1": "Ingress NetworkPolicy IngressClass IPAddress ServiceCIDR",
  "discovery.k8s.io/v1": "EndpointSlice",
  "batch/v1": "Job CronJob",
  "autoscaling/v2": "HorizontalPodAutoscaler",
  "autoscaling/v1": "HorizontalPodAutoscaler",
  "policy/v1": "PodDisruptionBudget",
  "rbac.authorization.k8s.io/v1": "Role RoleBinding ClusterRole ClusterRoleBinding",
  "storage.k8s.io/v1": "StorageClass CSIDriver CSINode CSIStorageCapacity VolumeAttachment VolumeAttributesClass",
  "scheduling.k8s.io/v1": "PriorityClass",
  "node.k8s.io/v1": "RuntimeClass",
  "coordination.k8s.io/v1": "Lease",
  "events.k8s.io/v1": "Event",
};
/** Fields that nobody writes. */
const LEFT_OUT = new Set(["managedFields", "selfLink"]);

const [modules] = process.argv.slice(2);
const folder = join(modules, "kubernetes@v1.36.3/api/openapi-spec/v3");
const enums = readEnums(join(modules, "api@v0.36.3"));
const definitions = {};
const kinds = {};
for (const [groupVersion, names] of Object.entries(KINDS)) {
  const schemas = readSchemas(groupVersion);
  for (const kind of names.split(" "))
    kinds[`${groupVersion}/${kind}`] = define(nameOfKind(schemas, groupVersion, kind), schemas);
}
writeFileSync(FILE, `${JSON.stringify({ kinds, definitions })}\n`);

function readSchemas(groupVersion) {
  const file = groupVersion === "v1" ? "api__v1" : `apis__${groupVersion.replace("/", "__")}`;
  return JSON.parse(readFileSync(join(folder, `${file}_openapi.json`), "utf8")).components.schemas;
}

function nameOfKind(schemas, groupVersion, kind) {
  const [group, version] = groupVersion.includes("/") ? groupVersion.split("/") : ["", groupVersion];
  const found = Object.entries(schemas).find(([, schema]) =>
    schema["x-kubernetes-group-version-kind"]?.some(
      (one) => one.group === group && one.version === version && one.kind === kind,
    ),
  );
  if (!found) throw new Error(`no schema of ${groupVersion} ${kind}`);
  return found[0];
}

/** Takes a definition in, and all that it refers to. Gives its name here. */
function define(name, schemas) {
  const short = name.replace(/^io\.k8s\.(api|apimachinery\.pkg)\./, "");
  if (definitions[short] === undefined) {
    definitions[short] = {};
    Object.assign(definitions[short], nodeOf(schemas[name], schemas));
    for (const [field, values] of Object.entries(enums[short] ?? {}))
      addEnum(definitions[short].fields?.[field], values);
  }
  return short;
}

function nodeOf(schema, schemas) {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  const { description, default: value, required = [] } = schema;
  const shared = { ...(description && { description }), ...(isTold(value) && { default: value }) };
  if (reference) return { ref: define(reference.split("/").at(-1), schemas), ...shared };
  const types = schema.oneOf?.map((one) => one.type) ?? (schema.type ? [schema.type] : []);
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => !LEFT_OUT.has(name));
  return {
    ...shared,
    ...(types.length > 0 && { types }),
    ...(fields.length > 0 && { fields: Object.fromEntries(fields.map(([name, one]) => [name, nodeOf(one, schemas)])) }),
    ...(required.length > 0 && { required }),
    ...(schema.items && { items: nodeOf(schema.items, schemas) }),
    ...(schema.additionalProperties && { values: nodeOf(schema.additionalProperties, schemas) }),
  };
}

/** Go's zero values are written as defaults, too; they tell nothing. */
function isTold(value) {
  return value !== undefined && value !== "" && value !== 0 && value !== false && JSON.stringify(value) !== "{}";
}

function addEnum(node, values) {
  const target = node?.items ?? node?.values ?? node;
  if (target?.types?.includes("string")) target.enum = values;
}

/** {"core.v1.ServicePort": {"protocol": ["SCTP", "TCP", "UDP"]}}: fields of a type that is marked "+enum" and has constants. */
function readEnums(root) {
  const sources = readdirSync(root)
    .flatMap((group) =>
      ["v1", "v2"].map((version) => ({ group, version, file: join(root, group, version, "types.go") })),
    )
    .filter(({ file }) => existsSync(file))
    .map((source) => ({ ...source, text: readFileSync(source.file, "utf8") }));
  const values = new Map(sources.flatMap(({ group, version, text }) => constantsOf(text, `${group}/${version}`)));
  const found = {};
  for (const { group, version, text } of sources)
    for (const [, struct, body] of text.matchAll(/^type (\w+) struct \{\n(.*?)^\}/gms))
      for (const [, type, field] of body.matchAll(/^\t\w+ +[*[\]]*([\w.]+) +`json:"(\w+)/gm)) {
        const known = values.get(
          type.includes(".")
            ? `core/${type.replace(".", "/").replace(/^(core)?v1/, "v1")}`
            : `${group}/${version}/${type}`,
        );
        if (known) (found[`${group}.${version}.${struct}`] ??= {})[field] = known;
      }
  return found;
}

/** `ProtocolTCP Protocol = "TCP"`, `PathTypeExact = PathType("Exact")` and `AddressTypeIPv4 = AddressType(v1.IPv4Protocol)`. */
function constantsOf(text, place) {
  return [...text.matchAll(/\/\/ \+enum\n(?:\/\/.*\n)*type (\w+) string/g)].map(([, type]) => {
    const written = new RegExp(
      `^\\s*(?:const )?\\w+ +(?:${type} += +|= +${type}\\()(?:"([^"]*)"|v1\\.(IPv[46]))`,
      "gm",
    );
    const constants = [...text.matchAll(written)].map(([, quoted, family]) => quoted ?? family);
    return [
      `${place}/${type}`,
      [...new Set(constants)].filter((one) => one !== "").toSorted((a, b) => (a < b ? -1 : 1)),
    ];
  });
}
