import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { pick } from "../state/selection.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import type { OutsideFlowNode } from "./nodes.ts";
import { nameOrDescription, useThingProps } from "./thing-focus.ts";
import { outsideId } from "./thing-id.ts";

/** A machine outside the cluster. */
export const OutsideNode = memo(function OutsideNode({ data }: NodeProps<OutsideFlowNode>) {
  const message = useMessage();
  const { address, label } = data.outside;
  const props = useThingProps(outsideId(address));
  return (
    <button
      type="button"
      {...props}
      className="outside"
      {...nameOrDescription(false, message("canvas.outsideLabel", { name: label, address }))}
      onClick={() => pick({ kind: "outside", address })}
    >
      <b>{label}</b>
      <span className="mono">{address}</span>
    </button>
  );
});
