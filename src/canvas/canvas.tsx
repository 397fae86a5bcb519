import { ReactFlow, ReactFlowProvider } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useMemo } from "react";
import type { MouseEvent } from "react";
import { pick, unpick } from "../state/selection.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import "./canvas.css";
import { Chips } from "./chips.tsx";
import { DrawnRequest } from "./drawn-request.tsx";
import { Legend } from "./legend.tsx";
import { MachineNode } from "./machine-node.tsx";
import { flowNodes } from "./nodes.ts";
import { OutsideNode } from "./outside-node.tsx";
import { Overlay } from "./overlay.tsx";
import { PodNode } from "./pod-node.tsx";
import { Selects } from "./selects.tsx";
import { StreamPanel } from "./stream-panel.tsx";
import { paintedPodAt } from "./thing-at.ts";
import { ThingMenu } from "./thing-menu.tsx";
import { usePicture } from "./use-drawing.ts";
import type { Picture } from "./use-drawing.ts";
import { ViewportFit } from "./viewport-fit.tsx";

const nodeTypes = { machine: MachineNode, pod: PodNode, outside: OutsideNode };

/** The drawing: machines with pods and rules, the Services through all of them, the outside, and the packets on their way. */
export default function Canvas() {
  return (
    <div className="canvas__rows">
      <div className="canvas__flow">
        <ReactFlowProvider>
          <Drawing />
        </ReactFlowProvider>
      </div>
      <StreamPanel />
    </div>
  );
}

function Drawing() {
  const message = useMessage();
  const picture = usePicture();
  const { drawing, podOf, serviceOf, scene } = picture;
  const nodes = useMemo(() => flowNodes({ drawing, podOf, serviceOf, scene }), [drawing, podOf, serviceOf, scene]);
  if (picture.facts.nodes.length === 0) return <p className="canvas__empty">{message("canvas.empty")}</p>;
  return (
    <ThingMenu picture={picture}>
      <DrawnRequest picture={picture}>
        <ReactFlow
          className="drawing nokey"
          nodes={nodes}
          nodeTypes={nodeTypes}
          minZoom={0.05}
          maxZoom={3}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          onlyRenderVisibleElements={picture.facts.pods.length > 300}
          proOptions={{ hideAttribution: true }}
          panActivationKeyCode={null}
          zoomActivationKeyCode={null}
          selectionKeyCode={null}
          deleteKeyCode={null}
          onPaneClick={unpick}
          onNodeClick={(event, node) => node.type === "machine" && pickPainted(event, picture)}
        >
          <Selects picture={picture} />
          <Legend picture={picture} />
          <Overlay picture={picture} />
          <Chips picture={picture} />
          <ViewportFit picture={picture} />
        </ReactFlow>
      </DrawnRequest>
    </ThingMenu>
  );
}

function pickPainted(event: MouseEvent, picture: Picture): void {
  const pod = event.target instanceof Element ? paintedPodAt(event.target, event, picture) : undefined;
  if (pod) pick({ kind: "object", object: { kind: "Pod", namespace: pod.namespace, name: pod.name } });
}
