import type { HostRef } from "../model/host.ts";

/** Where a line runs: on the workstation, in a host's network with Debian's tools, or in a container with its image's. */
export type ShellTarget =
  | { readonly kind: "workstation" }
  | { readonly kind: "toolbox"; readonly host: HostRef }
  | { readonly kind: "container"; readonly namespace: string; readonly pod: string; readonly container: string };
