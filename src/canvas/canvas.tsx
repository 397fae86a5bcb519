import { ReactFlow, ReactFlowProvider, useStore } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useMemo } from "react";
import type { MouseEvent } from "react";
import { takeCamera } from "../state/camera.ts";
import { pick, unpick } from "../state/selection.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { Camera } from "./camera.tsx";
import "./canvas.css";
import { Chips } from "./chips.tsx";
import { DrawnRequest } from "./drawn-request.tsx";
import { HoverCards } from "./hover-card.tsx";
import { GroundLabels, Legend } from "./legend.tsx";
import { MachineNode } from "./machine-node.tsx";
import { Minimap } from "./minimap.tsx";
import { NearPods } from "./near-pods.tsx";
import { flowNodes } from "./nodes.ts";
import { OutsideNode } from "./outside-node.tsx";
import { Overlay } from "./overlay.tsx";
import { PodNode } from "./pod-node.tsx";
import { Selects } from "./selects.tsx";
import { StreamPanel } from "./stream-panel.tsx";
import { paintedPodAt } from "./thing-at.ts";
import { ThingKeys } from "./thing-keys.tsx";
import { ThingMenu } from "./thing-menu.tsx";
import { usePicture } from "./use-drawing.ts";
import type { Picture } from "./use-drawing.ts";

const nodeTypes = { machine: MachineNode, pod: PodNode, outside: OutsideNode };

/** The drawing: machines with pods and rules, the Services through all of them, the outside, and the packets on their way. */
export default function Canvas() {
  const message = useMessage();
  const picture = usePicture();
  if (picture.facts.nodes.length === 0) return <p className="canvas__empty">{message("canvas.empty")}</p>;
  return (
    <div className="canvas__rows">
      <div className="canvas__flow">
        <ReactFlowProvider>
          <Drawing picture={picture} />
        </ReactFlowProvider>
      </div>
      <Legend picture={picture} />
      <StreamPanel />
    </div>
  );
}

function Drawing({ picture }: { readonly picture: Picture }) {
  return (
    <ThingMenu picture={picture}>
      <ThingKeys picture={picture}>
        <HoverCards picture={picture}>
          <DrawnRequest picture={picture}>
            <Flow picture={picture} />
          </DrawnRequest>
        </HoverCards>
      </ThingKeys>
    </ThingMenu>
  );
}

/** Painted pods are looked at from nearer than cards. */
const ZOOM_MAX = 3;
const ZOOM_MAX_PAINTED = 9;
/** Below this zoom words are not to be read: only names are written, and large. */
const FAR_ZOOM = 0.6;

function Flow({ picture }: { readonly picture: Picture }) {
  const { drawing, podOf, serviceOf, scene, related } = picture;
  const isFar = useStore(({ transform }) => transform[2] < FAR_ZOOM);
  const nodes = useMemo(
    () => flowNodes({ drawing, podOf, serviceOf, scene, related }),
    [drawing, podOf, serviceOf, scene, related],
  );
  const begin = (event: unknown) => {
    // The camera's own moves have no event.
    if (event !== null) takeCamera();
  };
  return (
    <ReactFlow
      className={`drawing nokey drawing--${drawing.density} ${isFar ? "is-far" : ""}`}
      nodes={nodes}
      nodeTypes={nodeTypes}
      minZoom={0.05}
      maxZoom={drawing.density === "painted" ? ZOOM_MAX_PAINTED : ZOOM_MAX}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      elementsSelectable={false}
      disableKeyboardA11y
      proOptions={{ hideAttribution: true }}
      panActivationKeyCode={null}
      zoomActivationKeyCode={null}
      selectionKeyCode={null}
      deleteKeyCode={null}
      onMoveStart={begin}
      onPaneClick={unpick}
      onNodeClick={(event, node) => node.type === "machine" && pickPainted(event, picture)}
    >
      <Selects picture={picture} />
      <GroundLabels picture={picture} />
      <NearPods picture={picture} />
      <Overlay picture={picture} />
      <Chips picture={picture} />
      <Minimap picture={picture} />
      <Camera picture={picture} />
    </ReactFlow>
  );
}

function pickPainted(event: MouseEvent, picture: Picture): void {
  const pod = event.target instanceof Element ? paintedPodAt(event.target, event, picture) : undefined;
  if (pod) pick({ kind: "object", object: { kind: "Pod", namespace: pod.namespace, name: pod.name } });
}
