import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import type { CSSProperties } from "react";
import { pick, point } from "../state/selection.ts";
import { useBroken } from "../state/world.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import type { ServiceFact } from "./facts.ts";
import { useIsHidden } from "./hidden-namespaces.ts";
import { isWaiting } from "./nodes.ts";
import { nameOrDescription, useThingProps } from "./thing-focus.ts";
import { bandId, nodeId } from "./thing-id.ts";
import { isNarrow, trunkX } from "./way.ts";
import type { BandData, MachineData, MachineFlowNode } from "./nodes.ts";

/** A machine: its name, the bridge its pods hang on, the rules of every Service, its interface. */
export const MachineNode = memo(function MachineNode({ data }: NodeProps<MachineFlowNode>) {
  const message = useMessage();
  const { machine, heights } = data;
  const props = useThingProps(nodeId(machine.name));
  const isOff = useBroken(({ unpowered }) => unpowered.includes(machine.name));
  const isCut = useBroken(({ unlinked }) => unlinked.includes(machine.name));
  if (isWaiting(machine)) {
    return (
      <section className="machine machine--waiting" aria-label={message("canvas.waiting")}>
        <h3 className="machine__head">{message("canvas.waiting")}</h3>
      </section>
    );
  }
  const { name, node } = machine;
  const address = node?.address ?? "";
  const ready = message("canvas.ready");
  const broken = isOff ? message("canvas.off") : isCut ? message("canvas.cut") : undefined;
  const state = broken ?? (node?.isReady === false ? message("canvas.notReady") : ready);
  const style = { "--bridge-y": `${heights.bridge}px`, "--rules-y": `${heights.rules}px` } as CSSProperties;
  return (
    <section
      className={`machine ${isOff ? "is-off" : ""} ${isCut ? "is-cut" : ""}`}
      style={style}
      aria-label={message("canvas.machine", { name })}
    >
      <button
        type="button"
        {...props}
        className="machine__head"
        {...nameOrDescription(false, message("canvas.machineLabel", { name, address, state, count: data.podCount }))}
        onClick={() => pick({ kind: "object", object: { kind: "Node", name } })}
      >
        <b>{name}</b>
        {state !== ready && <em>{state}</em>}
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

function Band({ band, ...rest }: BandProps) {
  const message = useMessage();
  if (band.service) return <ServiceBand band={band} service={band.service} {...rest} />;
  return <span className="ribbon">{message("canvas.moreRules", { count: band.more ?? 0 })}</span>;
}

/** The line of rules of a Service; its first address, and how many more it has. */
function ServiceBand({ band, service, node, isNarrow }: BandProps & { readonly service: ServiceFact }) {
  const message = useMessage();
  const { namespace, name, addresses } = service;
  const object = { kind: "Service", namespace, name };
  const isHidden = useIsHidden(namespace, band.tone !== undefined);
  const props = useThingProps(bandId(service.key, node));
  const [address = "", ...others] = addresses;
  const text = namespace === "default" || namespace === "kube-system" ? name : `${name}.${namespace}`;
  return (
    <button
      type="button"
      {...props}
      className={["ribbon", band.tone && `ribbon--${band.tone}`, band.isLit && "is-lit", band.isRelated && "is-related"]
        .concat(isHidden && "is-hidden")
        .filter(Boolean)
        .join(" ")}
      {...nameOrDescription(
        isHidden,
        message("canvas.serviceLabel", { name: text, node, addresses: addresses.join(" ") }),
      )}
      data-service={service.key}
      onClick={() => pick({ kind: "object", object })}
      onPointerEnter={() => point(object)}
      onPointerLeave={() => point(undefined)}
      onFocus={() => point(object)}
      onBlur={() => point(undefined)}
    >
      {!isHidden && <span className="ribbon__name">{text}</span>}
      {!isHidden && !isNarrow && (
        <span className="mono">
          {address}
          {others.length > 0 && <small>+{others.length}</small>}
        </span>
      )}
    </button>
  );
}
