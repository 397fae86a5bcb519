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
import type { Say } from "../ui/i18n/message.tsx";
import type { PodFact } from "./facts.ts";
import { useIsHidden } from "./hidden-namespaces.ts";
import type { PodData, PodFlowNode } from "./nodes.ts";
import { laneColour } from "./stream-lanes.ts";
import { nameOrDescription, useThingProps } from "./thing-focus.ts";
import { podId } from "./thing-id.ts";

const HEALTH_ICONS = {
  unready: CircleDashed,
  pending: Loader,
  terminating: CircleSlash,
  failed: TriangleAlert,
  succeeded: CircleSlash,
} as const;

/** A pod as one of React Flow's nodes. */
export const PodNode = memo(function PodNode({ data }: NodeProps<PodFlowNode>) {
  return <PodCard {...data} />;
});

/** A pod: namespace, name, suffix, address; how it stands if it is not simply ready. */
export function PodCard({ pod, density, role, isRelated }: PodData) {
  const message = useMessage();
  const object = { kind: "Pod", namespace: pod.namespace, name: pod.name };
  const isPicked = useSelection(({ picked }) => picked?.kind === "object" && isSameObject(picked.object, object));
  const isHidden = useIsHidden(pod.namespace, role !== undefined || isPicked);
  const props = useThingProps(podId(pod.key));
  const { name, suffix } = splitPodName(pod.name);
  const classes = ["pod", `pod--${density}`, `is-${pod.health}`]
    .concat(role === undefined ? [] : [`is-${role}`])
    .concat(isPicked ? ["is-picked"] : [], isRelated ? ["is-related"] : [], isHidden ? ["is-hidden"] : []);
  const label = message("canvas.podLabel", {
    name: pod.name,
    namespace: pod.namespace,
    address: pod.address ?? message("canvas.noAddress"),
    state: pod.status,
    ready: pod.ready.ready,
    total: pod.ready.total,
    restarts: pod.restarts,
  });
  return (
    <button
      type="button"
      {...props}
      className={classes.join(" ")}
      style={{ "--ns": namespaceColour(pod.namespace) } as CSSProperties}
      {...nameOrDescription(isHidden, label)}
      data-pod={pod.key}
      onClick={() => pick({ kind: "object", object })}
    >
      {!isHidden && (
        <>
          {density !== "compact" && <span className="pod__ns">{pod.namespace}</span>}
          <Answered pod={pod} />
          <span className="pod__name">{name}</span>
          {density !== "compact" && <PodState pod={pod} suffix={suffix} />}
          <span className="pod__ip">{pod.address ?? (density === "compact" ? pod.status : "\u00a0")}</span>
        </>
      )}
    </button>
  );
}

/** How many requests of the stream the pod answered. */
function Answered({ pod }: { readonly pod: PodFact }) {
  const host = hostName({ namespace: pod.namespace, pod: pod.name });
  const count = useStreams(({ stream }) => stream?.answered.get(host));
  const index = useStreams(({ stream }) => [...(stream?.answered.keys() ?? [])].indexOf(host));
  if (count === undefined) return null;
  return (
    <span className="pod__answered" style={{ "--lane": laneColour(index) } as CSSProperties}>
      {count}
    </span>
  );
}

/** The suffix, and how often it was restarted; what is wrong takes the suffix's place. */
function PodState({ pod, suffix }: { readonly pod: PodFact; readonly suffix: string | undefined }) {
  const message = useMessage();
  const { ready, total } = pod.ready;
  const isReady = pod.health === "ready";
  const Icon = isReady ? undefined : HEALTH_ICONS[pod.health];
  return (
    <span className={`pod__hash ${isReady ? "" : "pod__state"}`}>
      {Icon && <Icon className="pod__icon" aria-hidden="true" />}
      {isReady ? (suffix ?? "\u00a0") : stateText(pod, message)}
      {isReady && total > 1 && ` ${ready}/${total}`}
      {pod.restarts > 0 && (
        <>
          {" "}
          <RotateCw className="pod__icon" aria-hidden="true" />
          {pod.restarts}
        </>
      )}
    </span>
  );
}

/** A running pod that is not ready says how much of it is. */
function stateText({ health, status, ready }: PodFact, message: Say): string {
  return health === "unready" && status === "Running" ? message("canvas.readyOf", ready) : status;
}
