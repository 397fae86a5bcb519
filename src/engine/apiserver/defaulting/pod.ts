import { draftIn, draftsIn, ensureDraft, numberIn, setDefault, textIn, textOf } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { parseQuantity, printQuantity } from "../schema/quantity.ts";

/** 0644, as volumes with files have it. */
const FILE_MODE = 420;

/** A Pod: its spec as in any template, and what only a pod itself is given. As SetDefaults_Pod and SetDefaults_PodSpec. */
export function defaultPod(draft: Draft): void {
  const spec = ensureDraft(draft, "spec");
  defaultPodSpec(spec);
  for (const container of [...draftsIn(spec, "containers"), ...draftsIn(spec, "initContainers")]) {
    const resources = ensureDraft(container, "resources");
    const limits = draftIn(resources, "limits");
    if (limits) resources["requests"] = { ...limits, ...draftIn(resources, "requests") };
  }
  if ((numberIn(spec, "terminationGracePeriodSeconds") ?? 0) < 0) spec["terminationGracePeriodSeconds"] = 1;
  spec["enableServiceLinks"] ??= true;
  if (spec["hostNetwork"] === true) defaultHostPorts(spec);
  setDefault(ensureDraft(draft, "status"), "phase", "Pending");
}

/** The template of a controller's pods. */
export function defaultPodTemplate(template: Draft): void {
  ensureDraft(template, "metadata");
  defaultPodSpec(ensureDraft(template, "spec"));
}

/** On the host's network, a container's ports are the host's. */
function defaultHostPorts(spec: Draft): void {
  for (const container of [...draftsIn(spec, "containers"), ...draftsIn(spec, "initContainers")]) {
    for (const port of draftsIn(container, "ports")) if (!port["hostPort"]) port["hostPort"] = port["containerPort"];
  }
}

function defaultPodSpec(spec: Draft): void {
  setDefault(spec, "dnsPolicy", "ClusterFirst");
  setDefault(spec, "restartPolicy", "Always");
  ensureDraft(spec, "securityContext");
  spec["terminationGracePeriodSeconds"] ??= 30;
  setDefault(spec, "schedulerName", "default-scheduler");
  if (textIn(spec, "serviceAccountName") === "" && textIn(spec, "serviceAccount") !== "") {
    spec["serviceAccountName"] = spec["serviceAccount"];
  }
  if (textIn(spec, "serviceAccountName") !== "") spec["serviceAccount"] = spec["serviceAccountName"];
  for (const volume of draftsIn(spec, "volumes")) defaultVolume(volume);
  for (const list of ["initContainers", "containers", "ephemeralContainers"]) {
    for (const container of draftsIn(spec, list)) defaultContainer(container);
  }
  roundResources(draftIn(spec, "overhead"));
}

function defaultContainer(container: Draft): void {
  setDefault(container, "imagePullPolicy", tagOf(textIn(container, "image")) === "latest" ? "Always" : "IfNotPresent");
  setDefault(container, "terminationMessagePath", "/dev/termination-log");
  setDefault(container, "terminationMessagePolicy", "File");
  for (const port of draftsIn(container, "ports")) setDefault(port, "protocol", "TCP");
  for (const entry of draftsIn(container, "env")) {
    const source = draftIn(entry, "valueFrom");
    const field = draftIn(source, "fieldRef");
    if (field) setDefault(field, "apiVersion", "v1");
    const file = draftIn(source, "fileKeyRef");
    if (file) file["optional"] ??= false;
  }
  const resources = ensureDraft(container, "resources");
  roundResources(draftIn(resources, "limits"));
  roundResources(draftIn(resources, "requests"));
  for (const name of ["livenessProbe", "readinessProbe", "startupProbe"]) {
    const probe = draftIn(container, name);
    if (probe) defaultProbe(probe);
  }
  const lifecycle = draftIn(container, "lifecycle");
  for (const moment of ["postStart", "preStop"]) defaultHttpGet(draftIn(draftIn(lifecycle, moment), "httpGet"));
}

function defaultProbe(probe: Draft): void {
  defaultHttpGet(draftIn(probe, "httpGet"));
  const grpc = draftIn(probe, "grpc");
  if (grpc) grpc["service"] ??= "";
  for (const [field, value] of PROBE_NUMBERS) {
    if (!probe[field]) probe[field] = value;
  }
}

const PROBE_NUMBERS = [
  ["timeoutSeconds", 1],
  ["periodSeconds", 10],
  ["successThreshold", 1],
  ["failureThreshold", 3],
] as const;

function defaultHttpGet(action: Draft | undefined): void {
  if (!action) return;
  setDefault(action, "path", "/");
  setDefault(action, "scheme", "HTTP");
}

function defaultVolume(volume: Draft): void {
  if (Object.keys(volume).every((field) => field === "name")) volume["emptyDir"] = {};
  for (const source of ["secret", "configMap", "downwardAPI", "projected"]) {
    const found = draftIn(volume, source);
    if (found) found["defaultMode"] ??= FILE_MODE;
  }
  defaultDownward(draftIn(volume, "downwardAPI"));
  for (const source of draftsIn(draftIn(volume, "projected"), "sources")) {
    const token = draftIn(source, "serviceAccountToken");
    if (token) token["expirationSeconds"] ??= 3600;
    defaultDownward(draftIn(source, "downwardAPI"));
  }
  const hostPath = draftIn(volume, "hostPath");
  if (hostPath) hostPath["type"] ??= "";
  const image = draftIn(volume, "image");
  if (image)
    setDefault(image, "pullPolicy", tagOf(textIn(image, "reference")) === "latest" ? "Always" : "IfNotPresent");
  const template = draftIn(draftIn(volume, "ephemeral"), "volumeClaimTemplate");
  if (template) setDefault(ensureDraft(template, "spec"), "volumeMode", "Filesystem");
  defaultNetworkVolume(volume);
}

function defaultDownward(source: Draft | undefined): void {
  for (const item of draftsIn(source, "items")) {
    const field = draftIn(item, "fieldRef");
    if (field) setDefault(field, "apiVersion", "v1");
  }
}

function defaultNetworkVolume(volume: Draft): void {
  const iscsi = draftIn(volume, "iscsi");
  if (iscsi) setDefault(iscsi, "iscsiInterface", "default");
  const rbd = draftIn(volume, "rbd");
  if (rbd) {
    setDefault(rbd, "pool", "rbd");
    setDefault(rbd, "user", "admin");
    setDefault(rbd, "keyring", "/etc/ceph/keyring");
  }
}

/** Quantities finer than a thousandth are rounded up. As SetDefaults_ResourceList. */
function roundResources(resources: Draft | undefined): void {
  for (const [name, text] of Object.entries(resources ?? {})) {
    const quantity = parseQuantity(textOf(text));
    if (!resources || !quantity || quantity.nanos % 1_000_000n === 0n) continue;
    const rest = quantity.nanos % 1_000_000n;
    const up = quantity.nanos - rest + (rest > 0n ? 1_000_000n : 0n);
    resources[name] = printQuantity({ ...quantity, nanos: up });
  }
}

/** The tag of an image reference; "latest" when there is neither tag nor digest. As parsers.ParseImageName. */
function tagOf(image: string): string {
  const [name = "", digest] = image.split("@");
  const tag = /:([\w][\w.-]*)$/.exec(name.slice(name.lastIndexOf("/") + 1))?.[1];
  return tag ?? (digest === undefined ? "latest" : "");
}
