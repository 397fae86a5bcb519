import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import type { CSSProperties } from "react";
import { pick, point } from "../state/selection.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { isWaiting } from "./nodes.ts";
import { isNarrow, trunkX } from "./way.ts";
import type { BandData, MachineData, MachineFlowNode } from "./nodes.ts";

/** A machine: its name, the bridge its pods hang on, the rules of every Service, its interface. */
export const MachineNode = memo(function MachineNode({ data }: NodeProps<MachineFlowNode>) {
  const message = useMessage();
  const { machine, heights } = data;
  if (isWaiting(machine)) {
    return (
      <section className="machine machine--waiting" aria-label={message("canvas.waiting")}>
        <h3 className="machine__head">{message("canvas.waiting")}</h3>
      </section>
    );
  }
  const { name, node } = machine;
  const address = node?.address ?? "";
  const style = { "--bridge-y": `${heights.bridge}px`, "--rules-y": `${heights.rules}px` } as CSSProperties;
  return (
    <section className="machine" style={style} aria-label={message("canvas.machineLabel", { name, address })}>
      <button
        type="button"
        className="machine__head"
        onClick={() => pick({ kind: "object", object: { kind: "Node", name } })}
      >
        <b>{name}</b>
        {node?.isReady === false && <em>{message("canvas.notReady")}</em>}
        {data.density === "painted" && <small>{message("canvas.podCount", { count: data.podCount })}</small>}
        <span className="mono">{address}</span>
      </button>
      {machine.columns === 0 ? (
        <p className="machine__note">{message("canvas.noPods")}</p>
      ) : (
        <div className="bridge">cni0 {gatewayOf(node?.podCidr ?? "")}</div>
      )}
      <Rules data={data} isNarrow={isNarrow(machine.box)} />
      <span className="port" style={{ left: trunkX(machine) - machine.box.x }}>
        eth0
      </span>
    </section>
  );
});

/** The bridge has the first address of the node's pod network. */
function gatewayOf(podCidr: string): string {
  return podCidr.replace(/\.\d+\/\d+$/, ".1");
}

function Rules({ data, isNarrow }: { readonly data: MachineData; readonly isNarrow: boolean }) {
  const message = useMessage();
  return (
    <div className={`rules ${isNarrow ? "is-narrow" : ""}`}>
      <div className="rules__head">
        <b>{message(isNarrow ? "canvas.rulesShort" : "canvas.rules")}</b>
        {!isNarrow && <span>{data.where}</span>}
      </div>
      <ol>
        {data.bands.map((band) => (
          <li key={band.key}>
            <Band band={band} node={data.machine.name} isNarrow={isNarrow} />
          </li>
        ))}
      </ol>
    </div>
  );
}

type BandProps = { readonly band: BandData; readonly node: string; readonly isNarrow: boolean };

function Band({ band, node, isNarrow }: BandProps) {
  const message = useMessage();
  const { service } = band;
  if (service === undefined) {
    return <span className="ribbon">{message("canvas.moreRules", { count: band.more ?? 0 })}</span>;
  }
  const { namespace, name, addresses } = service;
  const object = { kind: "Service", namespace, name };
  const text = namespace === "default" || namespace === "kube-system" ? name : `${name}.${namespace}`;
  return (
    <button
      type="button"
      className={`ribbon ${band.tone === undefined ? "" : `ribbon--${band.tone}`} ${band.isLit ? "is-lit" : ""}`}
      title={message("canvas.serviceLabel", { name: text, node, addresses: addresses.join(" ") })}
      data-service={service.key}
      onClick={() => pick({ kind: "object", object })}
      onPointerEnter={() => point(object)}
      onPointerLeave={() => point(undefined)}
      onFocus={() => point(object)}
      onBlur={() => point(undefined)}
    >
      <span className="ribbon__name">{text}</span>
      {!isNarrow && <span className="mono">{band.isLit ? addresses[0] : addresses.join(" ")}</span>}
    </button>
  );
}
