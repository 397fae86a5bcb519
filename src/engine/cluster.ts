// The front door. Everything outside the engine, and every test, comes through `openCluster`. What stands behind it is put
// together in wiring.ts.
import { answerApiRequest } from "./api-request.ts";
import type { Cluster, ClusterOptions, WorkLimit, WorldEvent } from "./cluster.types.ts";
import { diagnose } from "./diagnosis/diagnose.ts";
import { Jobs } from "./jobs.ts";
import { queryOnce, resolveOnce } from "./lookups.ts";
import { isJsonObject } from "./model/json.ts";
import type { KubernetesObject } from "./model/objects.ts";
import { finish } from "./model/steps.ts";
import type { Steps } from "./model/steps.ts";
import { unhandled } from "./model/unhandled.ts";
import { execProbe } from "./exec-probe.ts";
import type { SavedShell } from "./shell-world.ts";
import { openShellWorld } from "./shell-world.ts";
import { runShell } from "./shell/shell.ts";
import { sendRequest } from "./shell/tools/send-request.ts";
import { explainHop } from "./explain-hop.ts";
import type { Rooms } from "./wiring.ts";
import { wireRooms } from "./wiring.ts";
import { listenersOf } from "./workloads/listeners.ts";

export type * from "./cluster.types.ts";

/** At rest when it returns: controllers settled, rules written. */
export function openCluster(options: ClusterOptions = {}): Cluster {
  return finish(openClusterInSteps(options));
}

/** As `openCluster`, for one who hears others between the steps. */
export function* openClusterInSteps(options: ClusterOptions): Steps<Cluster> {
  const rooms = yield* wireRooms(options, (pod, container, command) =>
    execProbe(shell.world, { pod, container, command }),
  );
  const { api, simulation } = rooms;
  const savedShell = options.saved?.["shell"];
  const shell: SavedShell = openShellWorld(rooms, isJsonObject(savedShell) ? savedShell : undefined);
  const jobs = new Jobs(simulation, {
    shell: (line, io, streams) => runShell(shell.world, line, { ...io, streams }),
    request: (request) => sendRequest(rooms, request),
  });
  return {
    run: (line, io) => jobs.run(line, io),
    send: (request) => jobs.send(request),
    resolve: (from, name) => jobs.complete(resolveOnce(rooms, from, name)),
    query: (from, name, type) => jobs.complete(queryOnce(rooms, from, { name, type })),
    iptablesSave: (node, table) => rooms.netfilter(node)?.save(table) ?? rooms.proxy.iptablesSave(node, table),
    conntrack: (node) => rooms.netfilter(node)?.conntrack(simulation.nowMs) ?? [],
    routes: (from) => {
      const host = rooms.network.host(from);
      return host ? rooms.network.routes(host) : [];
    },
    happen: (event) => happen(rooms, event),
    get broken() {
      return rooms.network.broken;
    },
    advance: (ms) => simulation.advanceTo(simulation.nowMs + ms),
    settle: () => finish(rooms.rest.settle()),
    get nowMs() {
      return simulation.nowMs;
    },
    objects: (kind) => objectsOf(rooms, kind),
    watch: (listener) => api.watch((change) => listener([change])),
    save: () => ({ ...rooms.save(), shell: shell.save() }),
    explain: (trace, packet, hop) => explainHop(rooms, trace, { packet, hop }),
    diagnose: (trace) => diagnose({ trace, api, listenersOf }),
    request: (call) => answerApiRequest(rooms, call),
    begin: (line, io) => jobs.begin(line, io),
    dispatch: (request) => jobs.dispatch(request),
    stop: (id) => jobs.stop(id),
    work: (limit) => work(rooms, jobs, limit),
    listen: (listener) => jobs.listen(listener),
    problems: rooms.problems,
  };
}

function objectsOf({ api }: Rooms, kind: string | undefined): readonly KubernetesObject[] {
  const kinds = kind === undefined ? api.kinds() : [kind];
  return kinds.flatMap((one) => [...api.list(one)]);
}

/** Does due work until the limit; at rest means that no job is under way and nothing has changed for a while. */
function work({ simulation, rest }: Rooms, jobs: Jobs, { tasksMax, untilMs }: WorkLimit): "more" | "at rest" {
  for (let done = 0; done < tasksMax; done++) {
    if (jobs.isIdle && rest.isAtRest) return "at rest";
    const dueMs = jobs.isIdle ? Math.min(untilMs, rest.restMs) : untilMs;
    if (simulation.step(dueMs)) continue;
    if (simulation.nowMs >= untilMs || !Number.isFinite(dueMs)) return "at rest";
    simulation.advanceTo(dueMs);
  }
  return "more";
}

function happen({ controllers, network, changed }: Rooms, event: WorldEvent): void {
  switch (event.kind) {
    case "announce":
      network.announce(event.address, event.node);
      break;
    case "link":
      network.setLink(event.node, event.up);
      controllers.happen(event);
      break;
    case "power":
      network.setPower(event.node, event.on);
      controllers.happen(event);
      break;
    case "readiness":
    case "crash":
      controllers.happen(event);
      break;
    default:
      throw unhandled(event);
  }
  changed.fire();
}
