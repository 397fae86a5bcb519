import type { NodeProps } from "@xyflow/react";
import { CircleDashed, CircleSlash, Loader, RotateCw, TriangleAlert } from "lucide-react";
import { memo } from "react";
import type { CSSProperties } from "react";
import { hostName } from "../engine/model/host.ts";
import { namespaceColour } from "../state/namespaces.ts";
import { isSameObject, pick, useSelection } from "../state/selection.ts";
import { useStreams } from "../state/streams.ts";
import { splitPodName } from "../state/trace-names.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import type { PodFact } from "./facts.ts";
import type { PodFlowNode } from "./nodes.ts";
import { focusNeighbour } from "./pod-focus.ts";
import { laneColour } from "./stream-lanes.ts";

const HEALTH_ICONS = {
  unready: CircleDashed,
  pending: Loader,
  terminating: CircleSlash,
  failed: TriangleAlert,
  succeeded: CircleSlash,
} as const;

/** A pod: namespace, name, suffix, address; how it stands if it is not simply ready. */
export const PodNode = memo(function PodNode({ data }: NodeProps<PodFlowNode>) {
  const message = useMessage();
  const { pod, density, role } = data;
  const object = { kind: "Pod", namespace: pod.namespace, name: pod.name };
  const isPicked = useSelection(({ picked }) => picked?.kind === "object" && isSameObject(picked.object, object));
  const { name, suffix } = splitPodName(pod.name);
  const state = pod.reason ?? message(`canvas.${pod.health}`);
  const label = message("canvas.podLabel", {
    name: pod.name,
    namespace: pod.namespace,
    address: pod.address ?? "",
    state,
  });
  const roleClass = role === undefined ? "" : `is-${role}`;
  return (
    <button
      type="button"
      className={`pod pod--${density} is-${pod.health} ${roleClass} ${isPicked ? "is-picked" : ""}`}
      style={{ "--ns": namespaceColour(pod.namespace) } as CSSProperties}
      title={label}
      data-pod={pod.key}
      onClick={() => pick({ kind: "object", object })}
      onKeyDown={focusNeighbour}
    >
      {density === "card" && <span className="pod__ns">{pod.namespace}</span>}
      <Answered pod={pod} />
      <span className="pod__name">{name}</span>
      {density === "card" && <PodState pod={pod} suffix={suffix} />}
      <span className="pod__ip">{pod.address ?? (density === "card" ? "\u00a0" : state)}</span>
    </button>
  );
});

/** How many requests of the stream the pod answered. */
function Answered({ pod }: { readonly pod: PodFact }) {
  const message = useMessage();
  const host = hostName({ namespace: pod.namespace, pod: pod.name });
  const count = useStreams(({ stream }) => stream?.answered.get(host));
  const index = useStreams(({ stream }) => [...(stream?.answered.keys() ?? [])].indexOf(host));
  if (count === undefined) return null;
  return (
    <span
      className="pod__answered"
      style={{ "--lane": laneColour(index) } as CSSProperties}
      title={message("canvas.answered", { count })}
    >
      {count}
    </span>
  );
}

/** The suffix; what is wrong takes its place. */
function PodState({ pod, suffix }: { readonly pod: PodFact; readonly suffix: string | undefined }) {
  const message = useMessage();
  if (pod.health === "ready" && pod.restarts > 0)
    return (
      <span className="pod__hash" title={message("canvas.restarts", { count: pod.restarts })}>
        {suffix ?? ""} <RotateCw className="pod__icon" aria-hidden="true" />
        {pod.restarts}
      </span>
    );
  if (pod.health === "ready") return <span className="pod__hash">{suffix ?? "\u00a0"}</span>;
  const Icon = HEALTH_ICONS[pod.health];
  return (
    <span className="pod__hash pod__state">
      <Icon className="pod__icon" aria-hidden="true" />
      {pod.reason ?? message(`canvas.${pod.health}`)}
    </span>
  );
}
