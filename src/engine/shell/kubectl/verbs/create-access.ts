// Who may do what: kubectl create role, clusterrole, rolebinding, clusterrolebinding. As pkg/cmd/create.
import type { Resource } from "../../../apiserver/resources.ts";
import type { Command, Context } from "../command.ts";
import { Failure } from "../failure.ts";
import type { Made } from "../generators/objects.ts";
import { parseLabelPairs } from "../generators/objects.ts";
import { findResource } from "../mapping.ts";
import { askedNamespace, createMade, onlyName } from "./create-made.ts";

const RBAC = "rbac.authorization.k8s.io";
const apiVersion = `${RBAC}/v1`;
const VERBS = "get delete list create update patch watch proxy deletecollection use bind escalate impersonate *".split(
  " ",
);
const URL_VERBS = "get put post head options delete patch *".split(" ");

export const createRoleCommand: Command = {
  name: "role",
  run: (context) => {
    const metadata = { name: onlyName(context), namespace: askedNamespace(context) };
    if (context.flags.texts("verb").length === 0) throw new Failure("at least one verb must be specified");
    if (context.flags.texts("resource").length === 0) throw new Failure("at least one resource must be specified");
    const rules = rulesOf(context);
    if (!rules) return 1;
    createMade(context, { kind: "Role", apiVersion, metadata, rules }, { what: "role" });
    return 0;
  },
};

export const createClusterRoleCommand: Command = {
  name: "clusterrole",
  run: (context) => {
    const { flags } = context;
    const metadata = { name: onlyName(context) };
    const aggregation = flags.texts("aggregation-rule").join(",");
    if (aggregation !== "") {
      const aggregationRule = { clusterRoleSelectors: [{ matchLabels: parseLabelPairs(aggregation) }] };
      createMade(context, { kind: "ClusterRole", apiVersion, metadata, rules: null, aggregationRule });
      return 0;
    }
    if (flags.texts("verb").length === 0) throw new Failure("at least one verb must be specified");
    const urls = flags.texts("non-resource-url");
    if (flags.texts("resource").length === 0 && urls.length === 0)
      throw new Failure("one of resource or nonResourceURL must be specified");
    const rules = rulesOf(context, urls.length > 0 ? URL_VERBS : VERBS);
    if (!rules) return 1;
    const ofUrls = urls.length === 0 ? [] : [{ verbs: verbsOf(context), nonResourceURLs: urls }];
    createMade(
      context,
      { kind: "ClusterRole", apiVersion, metadata, rules: [...rules, ...ofUrls] },
      { what: "clusterrole" },
    );
    return 0;
  },
};

function verbsOf({ flags }: Context): readonly string[] {
  const verbs = [...new Set(flags.texts("verb"))];
  return verbs.includes("*") ? ["*"] : verbs;
}

/** A rule for each API group of the resources; undefined after kubectl has said that a resource is unknown. */
function rulesOf(context: Context, known: readonly string[] = VERBS): readonly Made[] | undefined {
  const { flags, streams } = context;
  const verbs = verbsOf(context);
  for (const verb of verbs)
    if (!known.includes(verb)) streams.error(`Warning: '${verb}' is not a standard resource verb\n`);
  const names = flags.texts("resource-name");
  const byGroup = new Map<string, string[]>();
  for (const word of flags.texts("resource")) {
    const [type = "", ...below] = word.split("/");
    const resource: Pick<Resource, "group" | "plural"> | undefined =
      type === "*" ? { group: "*", plural: "*" } : findResource(type);
    if (!resource) {
      streams.error(`the server doesn't have a resource type ${JSON.stringify(type.split(".")[0])}\n`);
      return undefined;
    }
    const full = [resource.plural, ...below].join("/");
    byGroup.set(resource.group, [...(byGroup.get(resource.group) ?? []), full]);
  }
  return [...byGroup].map(([group, resources]) => ({
    verbs,
    apiGroups: [group],
    resources,
    resourceNames: names.length > 0 ? names : undefined,
  }));
}

export const createRoleBindingCommand: Command = {
  name: "rolebinding",
  run: (context) => {
    const { flags } = context;
    const metadata = { name: onlyName(context), namespace: askedNamespace(context) };
    const [clusterRole, role] = [flags.text("clusterrole"), flags.text("role")];
    if ((clusterRole === "") === (role === ""))
      throw new Failure("exactly one of clusterrole or role must be specified");
    const roleRef = { apiGroup: RBAC, kind: role === "" ? "ClusterRole" : "Role", name: role || clusterRole };
    const made = { kind: "RoleBinding", apiVersion, metadata, subjects: subjectsOf(context), roleRef };
    createMade(context, made, { what: "rolebinding" });
    return 0;
  },
};

export const createClusterRoleBindingCommand: Command = {
  name: "clusterrolebinding",
  run: (context) => {
    const metadata = { name: onlyName(context) };
    const roleRef = { apiGroup: RBAC, kind: "ClusterRole", name: context.flags.text("clusterrole") };
    const made = { kind: "ClusterRoleBinding", apiVersion, metadata, subjects: subjectsOf(context), roleRef };
    createMade(context, made, { what: "clusterrolebinding" });
    return 0;
  },
};

function subjectsOf({ flags }: Context): readonly Made[] | undefined {
  const subject = (kind: string) => (name: string) => ({ kind, apiGroup: RBAC, name });
  const accounts = flags.texts("serviceaccount").map((word) => {
    const [namespace = "", name = "", ...more] = word.split(":");
    if (namespace === "" || name === "" || more.length > 0)
      throw new Failure("serviceaccount must be <namespace>:<name>");
    return { kind: "ServiceAccount", name, namespace };
  });
  const subjects = [
    ...flags.texts("user").map(subject("User")),
    ...flags.texts("group").map(subject("Group")),
    ...accounts,
  ];
  return subjects.length > 0 ? subjects : undefined;
}
