import type { ErrorStatus } from "../api-server.ts";
import { draftIn, draftsIn, ensureDraft, numberIn, textIn, textOf } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { goQuote } from "../go-text.ts";
import { generateName } from "../metadata.ts";
import type { Incoming } from "../request.ts";
import type { Server } from "../server.ts";
import { forbiddenRequest } from "../status.ts";

const TOKEN_VOLUME_PREFIX = "kube-api-access-";
const TOKEN_MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
/** An hour and a little, so that the token is renewed before it runs out. */
const TOKEN_SECONDS = 3607;
const TOLERATION_SECONDS = 300;

/** Service account with its token volume, default tolerations, priority: the plugins' order. */
export function admitPod(server: Server, { resource, draft }: Incoming): ErrorStatus | undefined {
  const spec = ensureDraft(draft, "spec");
  const name = textIn(draftIn(draft, "metadata"), "name");
  const refusal = admitServiceAccount(server, draft, spec) ?? undefined;
  if (refusal !== undefined) return forbiddenRequest(resource, name, refusal);
  addDefaultTolerations(spec);
  addTopologyLabels(server, draft, textIn(spec, "nodeName"));
  const why = resolvePriority(server, spec) ?? missingRuntimeClass(server, spec);
  return why === undefined ? undefined : forbiddenRequest(resource, name, why);
}

/** A change loses neither the default tolerations nor the priority. */
export function admitChangedPod(pod: Draft, before: Draft): void {
  const [spec, old] = [ensureDraft(pod, "spec"), draftIn(before, "spec")];
  addDefaultTolerations(spec);
  for (const field of ["priority", "preemptionPolicy"]) if (old?.[field] !== undefined) spec[field] ??= old[field];
}

const TOPOLOGY_LABELS = ["topology.kubernetes.io/zone", "topology.kubernetes.io/region"];

/** A pod that is on a node carries where that is. As plugin/pkg/admission/podtopologylabels. */
export function addTopologyLabels(server: Server, pod: Draft, nodeName: string): void {
  const labels = server.store.get("Node", nodeName, undefined)?.metadata.labels ?? {};
  for (const key of TOPOLOGY_LABELS) {
    const value = labels[key];
    if (value !== undefined) ensureDraft(ensureDraft(pod, "metadata"), "labels")[key] = value;
  }
}

// As plugin/pkg/admission/serviceaccount.
function admitServiceAccount(server: Server, pod: Draft, spec: Draft): string | undefined {
  if (draftIn(draftIn(pod, "metadata"), "annotations")?.["kubernetes.io/config.mirror"] !== undefined) return undefined;
  if (textIn(spec, "serviceAccountName") === "") {
    spec["serviceAccountName"] = "default";
    spec["serviceAccount"] = "default";
  }
  const accountName = textIn(spec, "serviceAccountName");
  const namespace = textIn(draftIn(pod, "metadata"), "namespace");
  const account = server.store.get("ServiceAccount", accountName, namespace);
  if (!account) {
    return `error looking up service account ${namespace}/${accountName}: serviceaccount "${accountName}" not found`;
  }
  const mounts = spec["automountServiceAccountToken"] ?? account["automountServiceAccountToken"] ?? true;
  if (mounts === true) mountToken(server, spec);
  const secrets = account["imagePullSecrets"];
  if (draftsIn(spec, "imagePullSecrets").length === 0 && Array.isArray(secrets) && secrets.length > 0) {
    spec["imagePullSecrets"] = secrets.map((secret: Draft) => ({ ...secret }));
  }
  return undefined;
}

function mountToken(server: Server, spec: Draft): void {
  const volumes = draftsIn(spec, "volumes");
  const own = volumes.find((volume) => textIn(volume, "name").startsWith(TOKEN_VOLUME_PREFIX));
  const name = own ? textIn(own, "name") : generateName(TOKEN_VOLUME_PREFIX, server.simulation);
  let isMounted = false;
  for (const container of [...draftsIn(spec, "initContainers"), ...draftsIn(spec, "containers")]) {
    const mounts = draftsIn(container, "volumeMounts");
    if (mounts.some((mount) => mount["mountPath"] === TOKEN_MOUNT_PATH)) continue;
    container["volumeMounts"] = [...mounts, { name, readOnly: true, mountPath: TOKEN_MOUNT_PATH }];
    isMounted = true;
  }
  if (isMounted && !own) spec["volumes"] = [...volumes, tokenVolume(name)];
}

function tokenVolume(name: string): Draft {
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: "token" } },
        { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
        {
          downwardAPI: {
            items: [{ path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } }],
          },
        },
      ],
      defaultMode: 420,
    },
  };
}

// As plugin/pkg/admission/defaulttolerationseconds.
function addDefaultTolerations(spec: Draft): void {
  const tolerations = draftsIn(spec, "tolerations");
  const added: Draft[] = [];
  for (const key of ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"]) {
    const isTolerated = tolerations.some(
      (toleration) =>
        (toleration["key"] === key || textIn(toleration, "key") === "") &&
        ["", "NoExecute"].includes(textIn(toleration, "effect")),
    );
    if (!isTolerated) {
      added.push({ key, operator: "Exists", effect: "NoExecute", tolerationSeconds: TOLERATION_SECONDS });
    }
  }
  if (added.length > 0) spec["tolerations"] = [...tolerations, ...added];
}

const SYSTEM_PRIORITIES: Readonly<Record<string, number>> = {
  "system-cluster-critical": 2_000_000_000,
  "system-node-critical": 2_000_001_000,
};

// As plugin/pkg/admission/priority.
function resolvePriority(server: Server, spec: Draft): string | undefined {
  const className = textIn(spec, "priorityClassName");
  const found = server.store.get("PriorityClass", className, undefined);
  const system = SYSTEM_PRIORITIES[className];
  if (className !== "" && !found && system === undefined) return `no PriorityClass with name ${className} was found`;
  const value = numberIn(found, "value") ?? system ?? 0;
  const asked = numberIn(spec, "priority");
  if (asked !== undefined && asked !== value) {
    return `the integer value of priority (${asked}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`;
  }
  spec["priority"] = value;
  const policy = textIn(found, "preemptionPolicy") || "PreemptLowerPriority";
  const given = spec["preemptionPolicy"];
  if (given !== undefined && given !== policy) {
    return `the string value of PreemptionPolicy (${textOf(given)}) must not be provided in pod spec; priority admission controller computed ${policy} from the given PriorityClass name`;
  }
  spec["preemptionPolicy"] = policy;
  return undefined;
}

// As plugin/pkg/admission/runtimeclass.
function missingRuntimeClass(server: Server, spec: Draft): string | undefined {
  const name = textIn(spec, "runtimeClassName");
  if (name === "" || server.store.get("RuntimeClass", name, undefined)) return undefined;
  return `pod rejected: RuntimeClass ${goQuote(name)} not found`;
}
