import type { Json } from "../../model/json.ts";
import { isJsonObject } from "../../model/json.ts";
import type { Container, Probe } from "../../model/objects.ts";
import { unhandled } from "../../model/unhandled.ts";

export type ProbeKind = "startup" | "readiness" | "liveness";

/** What a kubelet has to do for a pod at some moment: plain data, as it is kept in saves. */
export type PodTask = { readonly pod: string; readonly uid: string } & (
  | { readonly kind: "start" | "gone" | "init" }
  | { readonly kind: "exit"; readonly container: string; readonly restartCount: number; readonly exitCode: number }
  | { readonly kind: "restart"; readonly container: string }
  | { readonly kind: "pull" | "back-off"; readonly container: string; readonly tries: number }
  | {
      readonly kind: "probe";
      readonly container: string;
      readonly restartCount: number;
      readonly probe: ProbeKind;
      readonly successes: number;
      readonly failures: number;
    }
);

/** Reads back what `schedule` was given; undefined for what is no task. */
export function readPodTask(argument: Json): PodTask | undefined {
  if (!isJsonObject(argument) || typeof argument["kind"] !== "string") return undefined;
  if (typeof argument["pod"] !== "string" || typeof argument["uid"] !== "string") return undefined;
  return argument as unknown as PodTask;
}

/** The probes that a container has, and when each is first carried out after its start. */
export function firstProbes(container: Container): readonly { readonly probe: ProbeKind; readonly afterMs: number }[] {
  return (["startup", "readiness", "liveness"] as const).flatMap((probe) => {
    const spec = probeOf(container, probe);
    return spec ? [{ probe, afterMs: (spec.initialDelaySeconds ?? 0) * 1000 }] : [];
  });
}

export function probeOf(container: Container, probe: ProbeKind): Probe | undefined {
  switch (probe) {
    case "startup":
      return container.startupProbe;
    case "readiness":
      return container.readinessProbe;
    case "liveness":
      return container.livenessProbe;
    default:
      throw unhandled(probe);
  }
}
