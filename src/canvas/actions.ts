// What can be done with a thing of the picture. What kubectl can do, kubectl does: its command appears in the terminal.
import type { HostRef } from "../engine/model/host.ts";
import type { Pod } from "../engine/model/objects.ts";
import { getObject, objectKey } from "../state/cluster.ts";
import { showStrip, showTerminal } from "../state/layout.ts";
import { send, setFrom, setUrl, useRequests } from "../state/requests.ts";
import type { Picked } from "../state/selection.ts";
import { openShell, runInShell } from "../state/shells.ts";
import { startStream } from "../state/streams.ts";
import { happen, useBroken } from "../state/world.ts";
import type { MenuItem } from "../ui/controls/menu.tsx";
import type { Say } from "../ui/i18n/message.tsx";
import { outsideName } from "../state/trace-names.ts";
import { urlOf } from "./thing-url.ts";

/** Groups of actions that belong together. */
export type ActionGroups = readonly (readonly MenuItem[])[];

/** The actions for a thing as it stands now; none for what is gone. */
export function actionsOf(thing: Picked, message: Say): ActionGroups {
  if (thing.kind === "outside") return outsideActions(thing, message);
  const { kind, name, namespace = "default" } = thing.object;
  if (kind === "Node") return nodeActions(name, message);
  if (kind === "Service") return serviceActions({ namespace, name }, message);
  const pod = kind === "Pod" ? getObject("Pod", objectKey({ namespace, name })) : undefined;
  return pod ? podActions(pod, message) : [];
}

/** What the menu over a thing is called. */
export function thingName(thing: Picked): string {
  return thing.kind === "outside" ? outsideName(thing.address) : `${thing.object.kind} ${thing.object.name}`;
}

/** Asks the thing from where the bar sends. */
export function sendTo(url: string): void {
  setUrl(url);
  showStrip();
  void send();
}

function podActions(pod: Pod, message: Say): ActionGroups {
  const { name, namespace = "default" } = pod.metadata;
  const host = { pod: name, namespace };
  const isRunning = pod.status?.phase === "Running";
  const where = namespaceFlag(namespace);
  const thing: Picked = { kind: "object", object: { kind: "Pod", namespace, name } };
  return [
    sendActions({ thing, host, canSend: isRunning && pod.status.podIP !== undefined }, message),
    [
      ...(isRunning ? [shellAction(host, message)] : []),
      kubectl(message("actions.logs"), "logs", `${name}${where}`),
      kubectl(message("actions.describe"), "describe pod", `${name}${where}`),
    ],
    [...(isRunning ? [readinessAction(pod, message)] : []), ...scaleActions(pod, message)],
    [kubectl(message("actions.delete"), "delete pod", `${name}${where}`)],
  ];
}

function readinessAction({ metadata, status }: Pod, message: Say): MenuItem {
  const { name: pod, namespace = "default" } = metadata;
  const isReady = status?.conditions?.find(({ type }) => type === "Ready")?.status === "True";
  return {
    text: message(isReady ? "actions.makeUnready" : "actions.makeReady"),
    onSelect: () => void happen({ kind: "readiness", namespace, pod, ready: !isReady }),
  };
}

/** One more and one fewer of the Deployment that the pod belongs to. */
function scaleActions({ metadata }: Pod, message: Say): readonly MenuItem[] {
  const { namespace = "default" } = metadata;
  const replicaSet = metadata.ownerReferences?.find(({ kind }) => kind === "ReplicaSet")?.name;
  const owners =
    replicaSet === undefined
      ? undefined
      : getObject("ReplicaSet", objectKey({ namespace, name: replicaSet }))?.metadata.ownerReferences;
  const name = owners?.find(({ kind }) => kind === "Deployment")?.name;
  const deployment = name === undefined ? undefined : getObject("Deployment", objectKey({ namespace, name }));
  if (name === undefined || deployment === undefined) return [];
  const replicas = deployment.spec.replicas ?? 1;
  const scale = (count: number) => `deployment/${name} --replicas=${count}${namespaceFlag(namespace)}`;
  return [
    kubectl(message("actions.scaleUp", { name, count: replicas + 1 }), "scale", scale(replicas + 1)),
    ...(replicas === 0
      ? []
      : [kubectl(message("actions.scaleDown", { name, count: replicas - 1 }), "scale", scale(replicas - 1))]),
  ];
}

function serviceActions(service: { readonly namespace: string; readonly name: string }, message: Say): ActionGroups {
  const { namespace, name } = service;
  const where = namespaceFlag(namespace);
  const ofService = `-l kubernetes.io/service-name=${name}${where}`;
  return [
    sendActions({ thing: { kind: "object", object: { kind: "Service", namespace, name } } }, message),
    [
      kubectl(message("actions.describe"), "describe service", `${name}${where}`),
      kubectl(message("actions.endpointSlices"), "get endpointslices", ofService),
    ],
    [kubectl(message("actions.delete"), "delete service", `${name}${where}`)],
  ];
}

function nodeActions(name: string, message: Say): ActionGroups {
  const thing: Picked = { kind: "object", object: { kind: "Node", name } };
  const { unlinked, unpowered } = useBroken.getState();
  const [isCut, isOff] = [unlinked.includes(name), unpowered.includes(name)];
  return [
    sendActions({ thing, host: { node: name }, canSend: true }, message),
    [
      shellAction({ node: name }, message),
      kubectl(message("actions.describe"), "describe node", name),
      {
        text: message("actions.iptables"),
        note: "iptables-save",
        onSelect: () => runInShell("iptables-save", { node: name }),
      },
    ],
    [
      {
        text: message(isCut ? "actions.restoreLink" : "actions.cutLink"),
        onSelect: () => void happen({ kind: "link", node: name, up: isCut }),
      },
      {
        text: message(isOff ? "actions.powerOn" : "actions.powerOff"),
        onSelect: () => void happen({ kind: "power", node: name, on: isOff }),
      },
    ],
  ];
}

function outsideActions(thing: Picked & { readonly kind: "outside" }, message: Say): ActionGroups {
  const host = { outside: thing.address };
  return [sendActions({ thing, host, canSend: true }, message), [shellAction(host, message)]];
}

/** What sending with the thing can be: from it, to it, and to it ten times a second. What could not be done is not offered. */
function sendActions(
  sending: { readonly thing: Picked; readonly host?: HostRef; readonly canSend?: boolean },
  message: Say,
): readonly MenuItem[] {
  const { thing, host, canSend = false } = sending;
  const url = urlOf(thing, useRequests.getState().from);
  const from = host && canSend ? [{ text: message("actions.sendFrom"), onSelect: () => setFrom(host) }] : [];
  if (url === undefined) return from;
  const stream = () => {
    setUrl(url);
    startStream();
  };
  return [
    ...from,
    { text: message("actions.sendTo"), note: url, onSelect: () => sendTo(url) },
    { text: message("stream.start"), onSelect: stream },
  ];
}

function shellAction(host: HostRef, message: Say): MenuItem {
  const open = () => {
    openShell(host);
    showTerminal();
  };
  return { text: message("actions.shell"), onSelect: open };
}

/** Runs "kubectl verb rest" on the workstation; the menu shows the verb. */
function kubectl(text: string, verb: string, rest: string): MenuItem {
  return { text, note: `kubectl ${verb}`, onSelect: () => runInShell(`kubectl ${verb} ${rest}`) };
}

function namespaceFlag(namespace: string): string {
  return namespace === "default" ? "" : ` --namespace ${namespace}`;
}
