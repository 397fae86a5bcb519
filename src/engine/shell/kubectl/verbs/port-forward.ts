import { textAt } from "../../../apiserver/printers/fields.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Command, Context } from "../command.ts";
import { usageFailure } from "../command.ts";
import { Failure } from "../failure.ts";
import { requireResource } from "../mapping.ts";
import { podOf, podPortOf } from "../pod-target.ts";

export const portForwardCommand: Command = {
  name: "port-forward",
  short: "Forward one or more local ports to a pod",
  usage: "port-forward TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]",
  flags: [
    { name: "address", kind: "list", default: "localhost", help: "Addresses to listen on (comma separated)." },
    {
      name: "pod-running-timeout",
      kind: "duration",
      default: "1m0s",
      help: "The length of time to wait until at least one pod is running",
    },
  ],
  run: runPortForward,
};

function* runPortForward(context: Context): Process<number> {
  const { words, client, world, streams } = context;
  const [target, ...pairs] = words;
  if (target === undefined || pairs.length === 0) {
    throw usageFailure(context, "TYPE/NAME and list of ports are required for port-forward");
  }
  const [type = "pods", name = ""] = target.includes("/") ? target.split("/") : ["pods", target];
  const object = client.get({ resource: requireResource(type), namespace: context.namespace, name });
  const pod = podOf(context, target);
  const phase = textAt(pod, "status", "phase");
  if (phase !== "Running")
    throw new Failure(`unable to forward port because pod is not running. Current status=${phase}`);
  const ports = pairs.map((pair) => {
    const [local = "", remote] = pair.split(":");
    const podPort = podPortOf(object, pod, remote ?? local);
    const wanted =
      remote === undefined ? (object.kind === "Service" ? Number(local) : podPort) : Number(local || podPort);
    if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) {
      throw new Failure(`error parsing local port '${local}': strconv.ParseUint: parsing "${local}": invalid syntax`);
    }
    return { localPort: wanted, podPort };
  });
  for (const { localPort, podPort } of ports) {
    for (const address of ["127.0.0.1", "[::1]"])
      streams.out(`Forwarding from ${address}:${localPort} -> ${podPort}\n`);
  }
  const place = { namespace: pod.metadata.namespace ?? context.namespace, pod: pod.metadata.name };
  return yield* world.forwardTo(place, ports, streams);
}
