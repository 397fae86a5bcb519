// What kubectl needs of the world around it. Read this first: kubectl is a client of the REST door, and of the kubelet for exec and logs.
import type { RestCall, RestReply } from "../../apiserver/rest.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import type { Signal } from "../../simulation/signal.ts";
import type { Process } from "../../simulation/process.ts";
import type { Forwarding } from "../../tracer/forwarding.ts";
import type { ForwardedPod } from "../../tracer/port-forwards.ts";
import type { ToolStreams } from "../tool.ts";

/** A container of a pod, as exec, logs and port-forward name it. */
export type ContainerRef = { readonly namespace: string; readonly pod: string; readonly container: string };

/** How a command in a container ended; `because` is the container runtime's word for why it never began. */
export type ExecResult =
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "not-started"; readonly because: string };

/** A line that a container wrote, and when. */
export type LogLine = { readonly epochMs: number; readonly text: string };

/** What a container has written so far; `appended` fires with each further line. */
export type ContainerLog = { readonly lines: readonly LogLine[]; readonly appended: Signal };

/** A context of the kubeconfig. */
export type KubeContext = {
  readonly name: string;
  readonly cluster: string;
  readonly user: string;
  /** "default" when it names none. */
  readonly namespace?: string;
};

/** The part of ~/.kube/config that commands read and change. */
export type Kubeconfig = {
  readonly currentContext: string;
  readonly contexts: readonly KubeContext[];
  /** The API server's address: "https://172.18.0.2:6443". */
  readonly server: string;
};

export type KubectlWorld = {
  rest(call: RestCall): RestReply;
  readonly simulation: Pick<Simulation, "nowMs" | "startEpochMs" | "random">;
  /** Fires on every change of the store; `wait`, `delete`, `rollout status` and watches wait for it. */
  readonly changed: Signal;
  /** Kept between commands, and by a save. */
  readonly kubeconfig: { read(): Kubeconfig; write(config: Kubeconfig): void };
  /** Runs a command in a running container. */
  execIn(target: ContainerRef, words: readonly string[], streams: ToolStreams): Process<ExecResult>;
  /** What a container wrote; the last one before it, with `isPrevious`. */
  logsOf(target: ContainerRef, options: { readonly isPrevious: boolean }): ContainerLog;
  /** Opens a stream that carries connections into a pod, past DNS, ClusterIP and rules; undefined when it is on no node. */
  openForwarding(pod: ForwardedPod): Forwarding | undefined;
};

/** The kubeconfig of a new cluster. */
export function newKubeconfig(server: string): Kubeconfig {
  const context = { name: "kubehop", cluster: "kubehop", user: "kubehop-admin" };
  return { currentContext: context.name, contexts: [context], server };
}
