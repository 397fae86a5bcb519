import type { Command } from "../command.ts";
import { Failure } from "../failure.ts";

/** Commands of kubectl that have nothing to act on in this cluster; they are named so that a slip of the fingers finds them. */
const ABSENT: readonly (readonly [name: string, short: string, because: string])[] = [
  ["alpha", "Commands for features in alpha", "there are no alpha commands in this cluster"],
  [
    "attach",
    "Attach to a running container",
    "attaching to a container is not part of this cluster; use kubectl exec or kubectl logs -f",
  ],
  [
    "autoscale",
    "Auto-scale a deployment, replica set, stateful set, or replication controller",
    "autoscaling is not part of this cluster",
  ],
  ["certificate", "Modify certificate resources", "certificates are not part of this cluster"],
  [
    "completion",
    "Output shell completion code for the specified shell (bash, zsh, fish, or powershell)",
    "the terminal completes by itself",
  ],
  ["cp", "Copy files and directories to and from containers", "containers have no file system in this cluster"],
  [
    "debug",
    "Create debugging sessions for troubleshooting workloads and nodes",
    "ephemeral containers are not part of this cluster",
  ],
  ["kuberc", "Manage kuberc configuration files", "there is no kuberc on this workstation"],
  ["kustomize", "Build a kustomization target from a directory or URL", "kustomizations are not part of this cluster"],
  ["plugin", "Provides utilities for interacting with plugins", "unable to find any kubectl plugins in your PATH"],
  ["proxy", "Run a proxy to the Kubernetes API server", "the API server cannot be reached from outside the page"],
  ["top", "Display resource (CPU/memory) usage", "Metrics API not available"],
];

export const ABSENT_COMMANDS: readonly Command[] = ABSENT.map(([name, short, because]) => ({
  name,
  short,
  usage: `${name} [options]`,
  run: () => {
    throw new Failure(because);
  },
}));
