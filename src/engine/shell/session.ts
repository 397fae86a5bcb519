import { hostName } from "../model/host.ts";
import type { Pod } from "../model/objects.ts";
import { toolsOf } from "../workloads/images.ts";
import { environmentOf } from "./environment.ts";
import type { ShellTarget } from "./target.ts";
import type { ShellMemory, ToolPlace } from "./tool.ts";
import type { ShellSession, ShellWorld } from "./world.ts";

/** The place of a target, with the variables and files that earlier lines left there. `files` are put over them. */
export function placeOf(
  world: ShellWorld,
  target: ShellTarget,
  files: Readonly<Record<string, string>> = {},
): ToolPlace {
  const session = sessionOf(world, target);
  for (const [path, text] of Object.entries(files)) session.files.set(path.replace(/^\.\//, ""), text);
  const { environment, memory, files: written } = session;
  const common = { environment, memory, files: written };
  switch (target.kind) {
    case "workstation":
      return { userland: "workstation", ...common };
    case "toolbox":
      return { host: target.host, userland: "toolbox", ...common };
    default: {
      const { namespace, pod } = target;
      return { host: { namespace, pod }, userland: userlandOf(world, target), ...common };
    }
  }
}

/** What a shell knows that has just been started. */
export function newMemory(): ShellMemory {
  return { variables: new Map(), aliases: new Map() };
}

function userlandOf(
  { api }: ShellWorld,
  { namespace, pod, container }: { readonly namespace: string; readonly pod: string; readonly container: string },
): "toolbox" | "busybox" {
  const found = api.get("Pod", pod, namespace);
  const image = containersOf(found).find(({ name }) => name === container)?.image ?? "";
  return toolsOf(image);
}

function containersOf(pod: Pod | undefined): readonly { readonly name: string; readonly image?: string }[] {
  return pod ? [...pod.spec.containers, ...(pod.spec.initContainers ?? [])] : [];
}

function sessionOf(world: ShellWorld, target: ShellTarget): ShellSession {
  const key = keyOf(world, target);
  const known = world.sessions.get(key);
  if (known) return known;
  const environment = environmentOf(world, target);
  const session = { environment, memory: newMemory(), files: new Map<string, string>() };
  world.sessions.set(key, session);
  return session;
}

/** A pod made anew under an old name has nothing of the old one. */
function keyOf({ api }: ShellWorld, target: ShellTarget): string {
  switch (target.kind) {
    case "workstation":
      return "workstation";
    case "toolbox":
      return `toolbox ${hostName(target.host)}`;
    default: {
      const uid = api.get("Pod", target.pod, target.namespace)?.metadata.uid ?? "";
      return `container ${target.namespace}/${target.pod}/${target.container} ${uid}`;
    }
  }
}
