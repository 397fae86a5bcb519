import { fieldAt } from "../../../apiserver/printers/fields.ts";
import type { Command, Context } from "../command.ts";
import { usageFailure } from "../command.ts";
import { Failure } from "../failure.ts";
import type { Made } from "../generators/objects.ts";
import { makeDeployment } from "../generators/objects.ts";
import { portOrName } from "../generators/ports.ts";
import { requireResource } from "../mapping.ts";
import { askedNamespace, createMade, onlyName } from "./create-made.ts";

export const createDeploymentCommand: Command = {
  name: "deployment",
  run: (context) => {
    const { flags } = context;
    const name = onlyName(context);
    const images = flags.texts("image");
    const command = context.words.slice(1);
    if (images.length > 1 && command.length > 0) {
      throw new Failure("cannot specify multiple --image options and command");
    }
    const port = flags.isGiven("port") ? flags.number("port") : undefined;
    const namespace = askedNamespace(context);
    createMade(
      context,
      makeDeployment({ name, namespace, images, replicas: flags.number("replicas"), port, command }),
      {
        what: "deployment",
      },
    );
    return 0;
  },
};

export const createNamespaceCommand: Command = {
  name: "namespace",
  run: (context) => {
    const name = onlyName(context);
    createMade(context, { kind: "Namespace", apiVersion: "v1", metadata: { name }, spec: {}, status: {} });
    return 0;
  },
};

export const createServiceAccountCommand: Command = {
  name: "serviceaccount",
  run: (context) => {
    const metadata = { name: onlyName(context), namespace: askedNamespace(context) };
    createMade(context, { kind: "ServiceAccount", apiVersion: "v1", metadata }, { what: "serviceaccount" });
    return 0;
  },
};

function jobSpec(name: string, image: string, command: readonly string[]): Made {
  const container = { name, image, command: command.length > 0 ? command : undefined, resources: {} };
  return { template: { metadata: {}, spec: { containers: [container], restartPolicy: "Never" } } };
}

export const createJobCommand: Command = {
  name: "job",
  run: (context) => {
    const { flags } = context;
    const name = onlyName(context);
    const [image, from] = [flags.text("image"), flags.text("from")];
    if ((image === "") === (from === "")) throw new Failure("either --image or --from must be specified");
    const metadata = { name, namespace: askedNamespace(context) };
    const spec = from === "" ? jobSpec(name, image, context.words.slice(1)) : specOfCronJob(context, from);
    createMade(context, { kind: "Job", apiVersion: "batch/v1", metadata, spec, status: {} }, { what: "job" });
    return 0;
  },
};

function specOfCronJob(context: Context, from: string): unknown {
  const [type = "", name = ""] = from.split("/");
  const resource = requireResource(type);
  if (resource.kind !== "CronJob") throw new Failure(`from must be an existing cronjob`);
  return fieldAt(context.client.get({ resource, namespace: context.namespace, name }), "spec", "jobTemplate", "spec");
}

export const createCronJobCommand: Command = {
  name: "cronjob",
  run: (context) => {
    const { flags } = context;
    const name = onlyName(context);
    const image = flags.text("image");
    const container = {
      name,
      image,
      command: context.words.length > 1 ? context.words.slice(1) : undefined,
      resources: {},
    };
    const template = {
      metadata: {},
      spec: { containers: [container], restartPolicy: flags.text("restart") || "OnFailure" },
    };
    const spec = { schedule: flags.text("schedule"), jobTemplate: { metadata: { name }, spec: { template } } };
    const metadata = { name, namespace: askedNamespace(context) };
    createMade(context, { kind: "CronJob", apiVersion: "batch/v1", metadata, spec, status: {} }, { what: "cronjob" });
    return 0;
  },
};

export const createIngressCommand: Command = {
  name: "ingress",
  run: (context) => {
    const { flags } = context;
    const name = onlyName(context);
    const backend = flags.text("default-backend");
    const rules = flags.texts("rule");
    if (backend === "" && rules.length === 0) {
      throw new Failure(
        "not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)",
      );
    }
    const annotations = Object.fromEntries(flags.texts("annotation").map((pair) => splitOnce(pair, "=")));
    const spec = {
      ingressClassName: flags.text("class") || undefined,
      defaultBackend: backend === "" ? undefined : backendOf(context, backend),
      tls: tlsOf(rules),
      rules: rulesOf(context, rules),
    };
    const metadata = {
      name,
      namespace: askedNamespace(context),
      annotations: Object.keys(annotations).length > 0 ? annotations : undefined,
    };
    const made = { kind: "Ingress", apiVersion: "networking.k8s.io/v1", metadata, spec, status: { loadBalancer: {} } };
    createMade(context, made, { what: "ingress" });
    return 0;
  },
};

function backendOf(context: Context, text: string): Made {
  const [name, port] = splitOnce(text, ":");
  if (name === "" || port === "") {
    throw usageFailure(context, `default backend should have the format service:port`);
  }
  const target = portOrName(port);
  return { service: { name, port: typeof target === "number" ? { number: target } : { name: target } } };
}

const RULE = /^(?<host>[^/]*)(?<path>\/[^=]*)=(?<service>[^:,]+):(?<port>[^,]+)(?:,tls(?:=(?<secret>.*))?)?$/;

function rulesOf(context: Context, rules: readonly string[]): readonly Made[] | undefined {
  if (rules.length === 0) return undefined;
  const byHost = new Map<string, Made[]>();
  for (const rule of rules) {
    const found = RULE.exec(rule)?.groups;
    if (!found)
      throw new Failure(`rule ${rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
    const { host = "", path = "", service = "", port = "" } = found;
    const entry = {
      path: path.replace(/\*$/, ""),
      pathType: path.endsWith("*") ? "Prefix" : "Exact",
      backend: backendOf(context, `${service}:${port}`),
    };
    byHost.set(host, [...(byHost.get(host) ?? []), entry]);
  }
  return [...byHost].map(([host, paths]) => ({ host: host || undefined, http: { paths } }));
}

function tlsOf(rules: readonly string[]): readonly Made[] | undefined {
  const entries = rules.flatMap((rule) => {
    const found = RULE.exec(rule)?.groups;
    if (!found || !rule.includes(",tls")) return [];
    const { host = "", secret } = found;
    return [{ hosts: host === "" ? undefined : [host], secretName: secret || undefined }];
  });
  return entries.length > 0 ? entries : undefined;
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
