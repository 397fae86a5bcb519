// What the shell's tools stand on beside the network: kubectl's client, the kubeconfig, and what shells remember.
import { handleRest } from "./apiserver/handle-rest.ts";
import type { Json, JsonObject } from "./model/json.ts";
import { isJsonObject } from "./model/json.ts";
import { parseTimestamp } from "./model/timestamp.ts";
import type { ContainerRef, Kubeconfig, KubectlWorld } from "./shell/kubectl/world.ts";
import { newKubeconfig } from "./shell/kubectl/world.ts";
import { execInContainer } from "./shell/shell.ts";
import type { ShellSession, ShellWorld } from "./shell/world.ts";
import { openForwarding } from "./tracer/forwarding.ts";
import type { Rooms } from "./wiring.ts";
import type { ContainerLog } from "./workloads/container-logs.ts";

/** The address at which the workstation's kubectl finds the API server. */
const API_SERVER = "https://172.18.0.2:6443";

export type SavedShell = { readonly world: ShellWorld; save(): JsonObject };

/** Builds the shell's world over the rooms; `saved` is what `save` gave. */
export function openShellWorld(rooms: Rooms, saved: JsonObject | undefined): SavedShell {
  const sessions = restoreSessions(saved?.["sessions"]);
  let kubeconfig = restoreKubeconfig(saved?.["kubeconfig"]);
  const kubectl: KubectlWorld = {
    rest: (call) => handleRest(rooms.api, call, { nowEpochMs: rooms.simulation.startEpochMs + rooms.simulation.nowMs }),
    simulation: rooms.simulation,
    changed: rooms.changed,
    kubeconfig: {
      read: () => kubeconfig,
      write: (config) => {
        kubeconfig = config;
      },
    },
    execIn: (target, words, streams) => execInContainer(world, target, words, streams),
    logsOf: (target, { isPrevious }) => logOf(rooms, target, isPrevious),
    openForwarding: (pod) => openForwarding(rooms, pod),
  };
  const world: ShellWorld = { ...rooms, kubectl, sessions };
  const save = (): JsonObject => ({ kubeconfig, sessions: saveSessions(sessions) });
  return { world, save };
}

/** A container that was restarted has one log; what it wrote before its last start is the previous one's. */
function logOf({ api, logs }: Rooms, { namespace, pod, container }: ContainerRef, isPrevious: boolean): ContainerLog {
  const found = api.get("Pod", pod, namespace);
  const log = logs.of({ uid: found?.metadata.uid ?? "", container });
  const status = found?.status?.containerStatuses?.find(({ name }) => name === container);
  const startedMs = parseTimestamp(status?.state?.running?.startedAt ?? "") ?? 0;
  return {
    appended: log.appended,
    get lines() {
      return log.lines.filter(({ epochMs }) => epochMs < startedMs === isPrevious);
    },
  };
}

function saveSessions(sessions: ReadonlyMap<string, ShellSession>): JsonObject {
  const plain = ({ environment, memory, files }: ShellSession) => ({
    environment: Object.fromEntries(environment),
    variables: Object.fromEntries(memory.variables),
    aliases: Object.fromEntries(memory.aliases),
    files: Object.fromEntries(files),
  });
  return Object.fromEntries([...sessions].map(([key, session]) => [key, plain(session)]));
}

function restoreSessions(saved: Json | undefined): Map<string, ShellSession> {
  const entries = Object.entries(isJsonObject(saved) ? saved : {});
  const session = (plain: Json | undefined): ShellSession => {
    const part = (name: string) => textMap(isJsonObject(plain) ? plain[name] : undefined);
    const memory = { variables: part("variables"), aliases: part("aliases") };
    return { environment: part("environment"), memory, files: part("files") };
  };
  return new Map(entries.map(([key, plain]) => [key, session(plain)]));
}

function textMap(saved: Json | undefined): Map<string, string> {
  const entries = Object.entries(isJsonObject(saved) ? saved : {});
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function restoreKubeconfig(saved: Json | undefined): Kubeconfig {
  const fresh = newKubeconfig(API_SERVER);
  const contexts =
    isJsonObject(saved) && Array.isArray(saved["contexts"]) ? (saved["contexts"] as readonly Json[]) : [];
  const isContext = (context: Json): boolean =>
    isJsonObject(context) && ["name", "cluster", "user"].every((field) => typeof context[field] === "string");
  if (
    !isJsonObject(saved) ||
    typeof saved["currentContext"] !== "string" ||
    contexts.length === 0 ||
    !contexts.every(isContext)
  )
    return fresh;
  return { ...fresh, currentContext: saved["currentContext"], contexts: contexts as unknown as Kubeconfig["contexts"] };
}
