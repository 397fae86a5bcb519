import type { HostRef } from "../../model/host.ts";
import type { NetworkHost } from "../../network/hosts.ts";
import { OUTSIDE_CLIENT } from "../../network/outside.ts";
import type { TracerWorld } from "../../tracer/world.ts";
import type { ToolPlace } from "../tool.ts";

/** The host in whose network a tool runs: the workstation is the client outside. `host` is absent while it has no address. */
export function placeHost(
  world: TracerWorld,
  place: ToolPlace,
): { readonly ref: HostRef; readonly host?: NetworkHost } {
  const ref = place.host ?? { outside: OUTSIDE_CLIENT };
  const host = world.network.host(ref);
  return { ref, ...(host && { host }) };
}

/** Whose libc the place's programs use: BusyBox images have musl. */
export function libcOf({ userland }: ToolPlace): "glibc" | "musl" {
  return userland === "busybox" ? "musl" : "glibc";
}

/** gai_strerror() of a failed look-up. */
export function resolverError(failure: string | undefined): string {
  switch (failure) {
    case "EAI_AGAIN":
      return "Temporary failure in name resolution";
    case "EAI_NODATA":
      return "No address associated with hostname";
    case "EAI_FAIL":
      return "Non-recoverable failure in name resolution";
    default:
      return "Name or service not known";
  }
}
