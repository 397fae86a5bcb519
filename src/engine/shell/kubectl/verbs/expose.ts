import { entriesAt, fieldAt, listAt, mapAt, numberAt, textAt } from "../../../apiserver/printers/fields.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import type { Command, Context } from "../command.ts";
import { Failure, raiseAll } from "../failure.ts";
import type { Made } from "../generators/objects.ts";
import { makeService, parseLabelPairs } from "../generators/objects.ts";
import { portOrName } from "../generators/ports.ts";
import type { Info } from "../selection.ts";
import { fetchSelection, selectionOf } from "../selection.ts";
import { askedNamespace, createMade } from "./create-made.ts";

const EXPOSABLE: readonly string[] = ["Pod", "Service", "ReplicationController", "Deployment", "ReplicaSet"];
const NAME_MAX = 63;

export const exposeCommand: Command = { name: "expose", run: runExpose };

function runExpose(context: Context): number {
  const { flags, words } = context;
  const selection = selectionOf(context, words, { bareType: "refused", selectorFlags: "unused" });
  const { infos, failures } = fetchSelection(context, selection);
  raiseAll(failures);
  for (const info of infos) {
    const { kind } = info.object;
    if (!EXPOSABLE.includes(kind)) {
      const { group } = info.place.resource;
      throw new Failure(`cannot expose a ${group === "" ? kind : `${kind}.${group}`}`);
    }
    const name = flags.text("name") || info.place.name.slice(0, NAME_MAX);
    createMade(context, serviceOf(context, info, name), { operation: "exposed" });
  }
  return 0;
}

// As expose.go's createService.
function serviceOf(context: Context, { object }: Info, name: string): Made {
  const { flags } = context;
  const selector = flags.isGiven("selector") ? parseLabelPairs(flags.text("selector")) : selectorOf(object);
  const labels = flags.isGiven("labels") ? parseLabelPairs(flags.text("labels")) : object.metadata.labels;
  const ports = portsOf(context, object);
  const clusterIP = flags.text("cluster-ip");
  const namespace = askedNamespace(context);
  return makeService({
    name,
    ...(namespace !== undefined && { namespace }),
    ...(labels && Object.keys(labels).length > 0 && { labels }),
    selector,
    ports,
    spec: {
      ...(clusterIP !== "" && { clusterIP }),
      ...(flags.isGiven("type") && { type: flags.text("type") }),
      ...(flags.isGiven("external-ip") && { externalIPs: [flags.text("external-ip")] }),
      ...(flags.isGiven("session-affinity") && { sessionAffinity: flags.text("session-affinity") }),
      ...(flags.isGiven("load-balancer-ip") && { loadBalancerIP: flags.text("load-balancer-ip") }),
    },
  });
}

function portsOf(context: Context, object: KubernetesObject): readonly Made[] {
  const { flags } = context;
  const found = containerPorts(object);
  const numbers = flags.isGiven("port") ? flags.text("port").split(",") : found.map(({ port }) => String(port));
  if (numbers.length === 0 && flags.text("cluster-ip") !== "None") {
    throw new Failure("couldn't find port via --port flag or introspection");
  }
  return numbers.map((text, index) => {
    if (!/^[-+]?\d+$/.test(text)) throw new Failure(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
    const port = Number(text);
    const own = found.find((one) => one.port === port)?.protocol ?? "TCP";
    return {
      ...(numbers.length > 1 && { name: `port-${index + 1}` }),
      protocol: flags.text("protocol") || own,
      port,
      targetPort: flags.isGiven("target-port") ? portOrName(flags.text("target-port")) : port,
    };
  });
}

function containerPorts(object: KubernetesObject): readonly { readonly port: number; readonly protocol: string }[] {
  const template = object.kind === "Pod" ? object : fieldAt(object, "spec", "template");
  const owners = object.kind === "Service" ? [fieldAt(object, "spec")] : listAt(template, "spec", "containers");
  const field = object.kind === "Service" ? "port" : "containerPort";
  return owners.flatMap((owner) =>
    listAt(owner, "ports").map((port) => ({
      port: numberAt(port, field) ?? 0,
      protocol: textAt(port, "protocol") || "TCP",
    })),
  );
}

// As polymorphichelpers' MapBasedSelectorForObject.
function selectorOf(object: KubernetesObject): Readonly<Record<string, string>> {
  switch (object.kind) {
    case "Pod":
      if (Object.keys(object.metadata.labels ?? {}).length === 0) {
        throw new Failure(
          "couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed",
        );
      }
      return object.metadata.labels ?? {};
    case "Service":
    case "ReplicationController":
      if (Object.keys(mapAt(object, "spec", "selector")).length === 0) {
        throw new Failure(
          `couldn't retrieve selectors via --selector flag or introspection: the ${object.kind.toLowerCase()} has no pod selector set`,
        );
      }
      return Object.fromEntries(entriesAt(object, "spec", "selector"));
    default:
      if (listAt(object, "spec", "selector", "matchExpressions").length > 0) {
        throw new Failure(
          "couldn't retrieve selectors via --selector flag or introspection: couldn't convert expressions - " +
            `"${JSON.stringify(listAt(object, "spec", "selector", "matchExpressions"))}" to map-based selector format`,
        );
      }
      return Object.fromEntries(entriesAt(object, "spec", "selector", "matchLabels"));
  }
}
