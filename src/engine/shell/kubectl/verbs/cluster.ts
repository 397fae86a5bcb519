// Commands about the cluster and the client themselves.
import { groupVersionOf, RESOURCES } from "../../../apiserver/resources.ts";
import type { Resource } from "../../../apiserver/resources.ts";
import { goQuote } from "../../../apiserver/go-text.ts";
import { compareText, listAt, textAt } from "../../../apiserver/printers/fields.ts";
import type { Command, Context } from "../command.ts";
import { usageFailure } from "../command.ts";
import { Failure } from "../failure.ts";
import { requireResource } from "../mapping.ts";
import { globalOptions } from "../help.ts";
import { goJson } from "../output/json.ts";
import { alignTabs, TABLE_STYLE } from "../output/tabwriter.ts";
import { toYaml } from "../output/yaml.ts";

const CLIENT_VERSION = "v1.36.3";
const KUSTOMIZE_VERSION = "v5.8.1";

export const versionCommand: Command = {
  name: "version",
  run: (context) => {
    const { flags, streams, words, world } = context;
    const output = flags.text("output");
    if (words.length > 0) throw new Failure(`extra arguments: [${words.join(" ")}]`);
    if (output !== "" && output !== "json" && output !== "yaml") throw new Failure("--output must be 'yaml' or 'json'");
    const server = flags.isOn("client") ? undefined : world.rest({ method: "GET", path: "/version" }).body;
    const gitVersion = textAt(server, "gitVersion");
    if (output === "") {
      const lines = [`Client Version: ${CLIENT_VERSION}`, `Kustomize Version: ${KUSTOMIZE_VERSION}`];
      if (server !== undefined) lines.push(`Server Version: ${gitVersion}`);
      streams.out(`${lines.join("\n")}\n`);
      return 0;
    }
    const clientVersion = { gitVersion: CLIENT_VERSION, major: "1", minor: "36", platform: "linux/amd64" };
    const all = {
      clientVersion,
      kustomizeVersion: KUSTOMIZE_VERSION,
      ...(server !== undefined && { serverVersion: server }),
    };
    streams.out(output === "yaml" ? toYaml(all) : `${goJson(all, { indent: 2, keys: "given" })}\n`);
    return 0;
  },
};

export const clusterInfoCommand: Command = {
  name: "cluster-info",
  run: (context) => {
    const { client, streams, world } = context;
    const { server } = world.kubeconfig.read();
    streams.out(`Kubernetes control plane is running at ${server}\n`);
    const labelSelector = "kubernetes.io/cluster-service=true";
    for (const service of client.list(requireResource("services"), "kube-system", { labelSelector })) {
      const { name, labels } = service.metadata;
      const [port] = listAt(service, "spec", "ports");
      const portName = textAt(port, "name");
      const link = `${server}/api/v1/namespaces/kube-system/services/${name}${portName === "" ? "" : `:${portName}`}/proxy`;
      streams.out(`${labels?.["kubernetes.io/name"] ?? name} is running at ${link}\n`);
    }
    streams.out("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
    return 0;
  },
};

export const apiVersionsCommand: Command = {
  name: "api-versions",
  run: (context) => {
    const { streams } = context;
    refuseArguments(context);
    const versions = [...new Set(RESOURCES.map(groupVersionOf))].toSorted(compareText);
    streams.out(versions.map((version) => `${version}\n`).join(""));
    return 0;
  },
};

export const apiResourcesCommand: Command = { name: "api-resources", run: runApiResources };

function runApiResources(context: Context): number {
  const { flags, streams } = context;
  refuseArguments(context);
  const [output, sortBy] = [flags.text("output"), flags.text("sort-by")];
  if (output !== "" && output !== "name" && output !== "wide") {
    throw new Failure(
      `unable to match a printer suitable for the output format ${goQuote(output)}, allowed formats are: json,kyaml,name,wide,yaml`,
    );
  }
  if (sortBy !== "" && sortBy !== "name" && sortBy !== "kind") throw new Failure("--sort-by accepts only name or kind");
  const shown = RESOURCES.filter(
    (resource) =>
      isPreferred(resource) &&
      (!flags.isGiven("api-group") || resource.group === flags.text("api-group")) &&
      (!flags.isGiven("namespaced") || resource.isNamespaced === flags.isOn("namespaced")) &&
      flags.texts("verbs").every((verb) => resource.verbs.includes(verb)) &&
      flags.texts("categories").every((category) => resource.categories.includes(category)),
  ).toSorted((a, b) => compareResources(a, b, sortBy));
  if (output === "name") {
    streams.out(shown.map(({ plural, group }) => `${plural}${group === "" ? "" : `.${group}`}\n`).join(""));
    return 0;
  }
  const isWide = output === "wide";
  const header = ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND", ...(isWide ? ["VERBS", "CATEGORIES"] : [])];
  const rows = shown.map((resource) => [
    resource.plural,
    resource.shortNames.join(","),
    groupVersionOf(resource),
    String(resource.isNamespaced),
    resource.kind,
    ...(isWide ? [resource.verbs.join(","), resource.categories.join(",")] : []),
  ]);
  const lines = flags.isOn("no-headers") ? rows : [header, ...rows];
  streams.out(alignTabs(lines.map((cells) => `${cells.join("\t")}\n`).join(""), TABLE_STYLE));
  return 0;
}

function refuseArguments(context: Context): void {
  const { words } = context;
  if (words.length > 0) throw usageFailure(context, `unexpected arguments: [${words.join(" ")}]`);
}

function isPreferred(resource: Resource): boolean {
  return RESOURCES.find(({ group, kind }) => group === resource.group && kind === resource.kind) === resource;
}

function compareResources(a: Resource, b: Resource, sortBy: string): number {
  if (sortBy === "name") return compareText(a.plural, b.plural);
  if (sortBy === "kind") return compareText(a.kind, b.kind);
  return compareText(a.group, b.group) || compareText(a.plural, b.plural);
}

export const optionsCommand: Command = {
  name: "options",
  run: ({ streams }) => {
    streams.out(globalOptions());
    return 0;
  },
};
