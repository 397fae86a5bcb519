// What listens on the workstation: the ports that running `kubectl port-forward`s carry into pods.
import { fnv128aHex } from "../controllers/hash.ts";

/** The one pod that a port-forward is pinned to. */
export type ForwardedPod = { readonly namespace: string; readonly name: string; readonly uid: string };

/** A port of the workstation that a running `kubectl port-forward` listens on. */
export type PortForward = {
  /** An address of the workstation, of either family, or 0.0.0.0 or :: for all of its family. */
  readonly address: string;
  readonly localPort: number;
  readonly podPort: number;
  readonly pod: ForwardedPod;
  /** The ports that kubectl's and the API server's own connections come from. */
  readonly streams: ForwardStreams;
  /** A connection came in. */
  accepted(): void;
  /** The kubelet's side said why it could not carry a connection: kubectl gives up then. */
  failed(why: string): void;
};

/** The connections that stay open for as long as the command runs: kubectl to an API server, that to the pod's kubelet. */
export type ForwardStreams = {
  readonly apiServer: string;
  readonly kubectlPort: number;
  readonly apiServerPort: number;
};

/** The workstation's listening ports; empty while no port-forward runs. */
export class PortForwards {
  readonly #open = new Set<PortForward>();

  /** Starts to listen; false when the port is taken. */
  open(forward: PortForward): boolean {
    if (this.isTaken(forward.address, forward.localPort)) return false;
    this.#open.add(forward);
    return true;
  }

  close(forward: PortForward): void {
    this.#open.delete(forward);
  }

  /** Whether the port of that address, or of one that includes it, is listened on. */
  isTaken(address: string, localPort: number): boolean {
    return [...this.#open].some(
      (open) =>
        open.localPort === localPort && (isIncluded(open.address, address) || isIncluded(address, open.address)),
    );
  }

  /** Who answers at that address and port of the workstation. */
  find(address: string, localPort: number): PortForward | undefined {
    return [...this.#open].find((open) => open.localPort === localPort && isIncluded(address, open.address));
  }
}

/** Whether a listener on `listening` gets what is for `address`. */
function isIncluded(address: string, listening: string): boolean {
  return address === listening || listening === (address.includes(":") ? "::" : "0.0.0.0");
}

/** The pod's sandbox, as the container runtime names it. */
export function sandboxOf({ uid }: ForwardedPod): string {
  return `${fnv128aHex(`${uid} sandbox`)}${fnv128aHex(`${uid} pause`)}`;
}

/** As containerd says that nothing listens on the port in the pod's network. */
export function refusedText(pod: ForwardedPod, port: number): string {
  const id = fnv128aHex(`${pod.uid} network`);
  const netns = [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join("-");
  const refused = (family: string, address: string) =>
    `${family} dial ${family === "IPv4:" ? "tcp4" : "tcp6"} ${address}:${port}: connect: connection refused`;
  return (
    `failed to execute portforward in network namespace "/var/run/netns/cni-${netns}": ` +
    `failed to connect to localhost:${port} inside namespace "${sandboxOf(pod)}", ` +
    `${refused("IPv4:", "127.0.0.1")} ${refused("IPv6", "[::1]")} `
  );
}
