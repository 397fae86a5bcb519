import type { KubernetesObject } from "../../../model/objects.ts";
import type { Command, Context } from "../command.ts";
import {
  describeAnything,
  describeConfigMap,
  describeNamespace,
  describeSecret,
  describeServiceAccount,
} from "../describe/config.ts";
import { describeNode } from "../describe/nodes.ts";
import type { Describer } from "../describe/parts.ts";
import { describePod } from "../describe/pods.ts";
import { describeIngress, describeNetworkPolicy } from "../describe/policies.ts";
import { describeEndpoints, describeEndpointSlice, describeService } from "../describe/services.ts";
import {
  describeCronJob,
  describeDaemonSet,
  describeDeployment,
  describeJob,
  describeReplicaSet,
  describeStatefulSet,
} from "../describe/workloads.ts";
import { Failure, raiseAll } from "../failure.ts";
import { requireResource } from "../mapping.ts";
import type { Info } from "../selection.ts";
import { fetchSelection, placeOf, selectionOf } from "../selection.ts";

const DESCRIBERS: ReadonlyMap<string, Describer> = new Map([
  ["Pod", describePod],
  ["Deployment", describeDeployment],
  ["ReplicaSet", describeReplicaSet],
  ["StatefulSet", describeStatefulSet],
  ["DaemonSet", describeDaemonSet],
  ["Job", describeJob],
  ["CronJob", describeCronJob],
  ["Service", describeService],
  ["Endpoints", describeEndpoints],
  ["EndpointSlice", describeEndpointSlice],
  ["Ingress", describeIngress],
  ["NetworkPolicy", describeNetworkPolicy],
  ["Node", describeNode],
  ["Namespace", describeNamespace],
  ["ConfigMap", describeConfigMap],
  ["Secret", describeSecret],
  ["ServiceAccount", describeServiceAccount],
]);

export const describeCommand: Command = { name: "describe", run: runDescribe };

function runDescribe(context: Context): number {
  const { flags, words, streams } = context;
  if (words.length === 0 && !flags.isGiven("filename")) {
    throw new Failure(
      'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
    );
  }
  const selection = selectionOf(context, words, { bareType: "all" });
  const { infos, failures } = fetchSelection(context, selection);
  const [failure] = failures;
  const isMissing = failure?.status?.reason === "NotFound" && failures.length === 1 && words.length === 2;
  if (isMissing && words.join("").includes("/")) throw failure;
  const found = isMissing ? matchingInfos(context, failure) : infos;
  const showsEvents = flags.isGiven("show-events")
    ? flags.isOn("show-events")
    : found.length === 1 && failures.length === 0;
  const texts = found.map((info) => describeInfo(context, info, { showsEvents }));
  streams.out(isMissing ? texts.map((text) => `${text}\n`).join("") : texts.join("\n\n"));
  if (found.length === 0 && failures.length === 0) {
    const where = flags.isOn("all-namespaces") ? "" : ` in ${context.namespace} namespace.`;
    streams.error(`No resources found${where}\n`);
  }
  raiseAll(isMissing ? [] : failures);
  return 0;
}

/** `describe TYPE PREFIX`: when nothing has that name, what begins with it. */
function matchingInfos(context: Context, failure: Failure): readonly Info[] {
  const [type = "", prefix = ""] = context.words;
  const resource = requireResource(type);
  const namespace = resource.isNamespaced ? context.namespace : undefined;
  const matching = context.client
    .list(resource, namespace)
    .filter((object) => object.metadata.name.startsWith(prefix))
    .map((object) => ({ place: placeOf(resource, object), object, source: "" }));
  if (matching.length === 0) throw failure;
  return matching;
}

function describeInfo(
  context: Context,
  { object, place }: Info,
  { showsEvents }: { readonly showsEvents: boolean },
): string {
  const describer = DESCRIBERS.get(place.resource.kind) ?? describeAnything;
  return describer(object, {
    client: context.client,
    nowEpochMs: context.nowEpochMs,
    events: showsEvents ? eventsOf(context, object) : undefined,
  });
}

function eventsOf(context: Context, object: KubernetesObject): readonly KubernetesObject[] {
  const { name, namespace, uid } = object.metadata;
  const fieldSelector = [
    ...(object.kind === "Pod" ? [] : [`involvedObject.kind=${object.kind}`]),
    `involvedObject.name=${name}`,
    ...(namespace === undefined ? [] : [`involvedObject.namespace=${namespace}`]),
    ...(uid === undefined ? [] : [`involvedObject.uid=${uid}`]),
  ].join(",");
  try {
    return context.client.list(requireResource("events"), namespace, { fieldSelector });
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}
