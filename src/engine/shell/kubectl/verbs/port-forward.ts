import { goQuote } from "../../../apiserver/go-text.ts";
import { textAt } from "../../../apiserver/printers/fields.ts";
import type { Process } from "../../../simulation/process.ts";
import { Signal } from "../../../simulation/signal.ts";
import type { Forwarding } from "../../../tracer/forwarding.ts";
import type { Command, Context } from "../command.ts";
import { usageFailure } from "../command.ts";
import { Failure } from "../failure.ts";
import type { ForwardedPort } from "../forwarded-ports.ts";
import { forwardedPorts } from "../forwarded-ports.ts";
import { klogLine } from "../klog.ts";
import { requireResource } from "../mapping.ts";
import { podOf } from "../pod-target.ts";

export const portForwardCommand: Command = { name: "port-forward", run: runPortForward };

function* runPortForward(context: Context): Process<number> {
  const { words, client, world } = context;
  const [target, ...pairs] = words;
  if (target === undefined || pairs.length === 0) {
    throw usageFailure(context, "TYPE/NAME and list of ports are required for port-forward");
  }
  const [type = "pods", name = ""] = target.includes("/") ? target.split("/") : ["pods", target];
  const object = client.get({ resource: requireResource(type), namespace: context.namespace, name });
  const pod = podOf(context, target);
  const ports = forwardedPorts(pairs, { object, pod });
  const phase = textAt(pod, "status", "phase");
  if (phase !== "Running")
    throw new Failure(`unable to forward port because pod is not running. Current status=${phase}`);
  const addresses = addressesOf(context);
  const { namespace = "default", uid = "" } = pod.metadata;
  const forwarding = world.openForwarding({ namespace, name: pod.metadata.name, uid });
  if (!forwarding) throw new Failure("error upgrading connection: unable to upgrade connection: pod does not exist");
  try {
    return yield* serve(context, { forwarding, ports, addresses });
  } finally {
    forwarding.close();
  }
}

type Served = {
  readonly forwarding: Forwarding;
  readonly ports: readonly ForwardedPort[];
  readonly addresses: readonly string[];
};

/** Listens until it is stopped, or until the kubelet could not carry a connection. */
function* serve(context: Context, served: Served): Process<number> {
  const { streams } = context;
  const lost = new Signal();
  let opened = 0;
  for (const port of served.ports) {
    const failures = listenOn(context, { ...served, port, lost });
    const isTaken = failures.length > 0 && (!served.addresses.includes("localhost") || failures.length > 1);
    if (!isTaken) opened++;
    else
      streams.error(
        `Unable to listen on port ${port.localPort}: Listeners failed to create with the following errors: [${failures.join(" ")}]\n`,
      );
  }
  if (opened === 0) {
    const pairs = served.ports.map(({ localPort, podPort }) => `{${localPort} ${podPort}}`);
    throw new Failure(`unable to listen on any of the requested ports: [${pairs.join(" ")}]`);
  }
  yield { kind: "signal", signal: lost };
  throw new Failure("lost connection to pod");
}

type Listened = Served & { readonly port: ForwardedPort; readonly lost: Signal };

/** Listens on one port of every address; what went wrong, in Go's words. */
function listenOn(context: Context, { forwarding, addresses, port, lost }: Listened): readonly string[] {
  const { streams, world } = context;
  const { podPort } = port;
  const failures: string[] = [];
  let { localPort } = port;
  const all = addresses.flatMap((address) => (address === "localhost" ? ["127.0.0.1", "::1"] : [address]));
  for (const address of [...new Set(all)].toSorted()) {
    const isV6 = address.includes(":");
    const result = forwarding.listen({
      address,
      localPort,
      podPort,
      accepted: () => streams.out(`Handling connection for ${localPort}\n`),
      failed: (why) => {
        const error = goQuote(`an error occurred forwarding ${localPort} -> ${podPort}: ${why}`);
        const text = `"Unhandled Error" err=${error} logger="UnhandledError"`;
        streams.error(klogLine(world.simulation, { severity: "E", source: "portforward.go:522", text }));
        lost.fire();
      },
    });
    const where = isV6 ? `[${address}]` : address;
    if (result.kind === "listening") {
      localPort = result.localPort;
      streams.out(`Forwarding from ${where}:${localPort} -> ${podPort}\n`);
      continue;
    }
    const why = result.kind === "in-use" ? "address already in use" : "cannot assign requested address";
    failures.push(`unable to create listener: Error listen tcp${isV6 ? 6 : 4} ${where}:${localPort}: bind: ${why}`);
  }
  return failures;
}

function addressesOf({ flags }: Context): readonly string[] {
  const addresses = flags.texts("address");
  for (const address of addresses) {
    const isAddress = address === "localhost" || address.includes(":") || /^\d{1,3}(\.\d{1,3}){3}$/.test(address);
    if (!isAddress) throw new Failure(`${address} is not a valid IP`);
  }
  return addresses;
}
