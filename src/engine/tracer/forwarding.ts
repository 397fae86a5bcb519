import { OUTSIDE_CLIENT } from "../network/outside.ts";
import type { ForwardedPod, PortForward } from "./port-forwards.ts";
import { openStreams } from "./relay.ts";
import type { TracerWorld } from "./world.ts";

/** A port to listen on, and who is told of its connections. `localPort` 0: any that is free. */
export type ForwardRequest = Pick<PortForward, "address" | "localPort" | "podPort" | "accepted" | "failed">;

export type Listening =
  | { readonly kind: "listening"; readonly localPort: number }
  | { readonly kind: "in-use" }
  /** The workstation does not have the address. */
  | { readonly kind: "not-ours" };

/** kubectl's open stream for one pod, and the ports of the workstation that it serves. */
export type Forwarding = { listen(request: ForwardRequest): Listening; close(): void };

/** ip_local_port_range. */
const PORTS = { first: 32_768, count: 28_232 };

/** Opens a stream for the pod; undefined when the pod is on no node. */
export function openForwarding(world: TracerWorld, pod: ForwardedPod): Forwarding | undefined {
  const streams = openStreams(world, pod);
  if (!streams) return undefined;
  const open: PortForward[] = [];
  const random = world.simulation.random("port-forward");
  const freePort = (address: string): number => {
    for (;;) {
      const port = PORTS.first + random.below(PORTS.count);
      if (!world.forwards.isTaken(address, port)) return port;
    }
  };
  return {
    listen(request) {
      const { address } = request;
      if (!isOfWorkstation(address)) return { kind: "not-ours" };
      const localPort = request.localPort === 0 ? freePort(address) : request.localPort;
      const forward: PortForward = { ...request, localPort, pod, streams };
      if (!world.forwards.open(forward)) return { kind: "in-use" };
      open.push(forward);
      return { kind: "listening", localPort };
    },
    close() {
      for (const forward of open) world.forwards.close(forward);
    },
  };
}

function isOfWorkstation(address: string): boolean {
  return ["0.0.0.0", "::", "::1", OUTSIDE_CLIENT].includes(address) || /^127(\.\d+){3}$/.test(address);
}
