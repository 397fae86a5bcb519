import type { Node } from "@xyflow/react";
import type { PodFact, ServiceFact } from "./facts.ts";
import type { Density, Drawing, Machine, Outside } from "./drawing.ts";
import { heightsOf, WAITING } from "./drawing.ts";
import type { Picture } from "./use-drawing.ts";

/** A Service's line of rules on one machine; `tone` when the packet is about it, `isLit` where it acts. */
export type BandData = {
  readonly key: string;
  readonly service?: ServiceFact;
  readonly more?: number;
  readonly tone?: "traced" | "empty";
  readonly isLit: boolean;
  /** Its Service belongs to what is pointed at or picked. */
  readonly isRelated: boolean;
};

export type MachineData = {
  readonly machine: Machine;
  readonly heights: ReturnType<typeof heightsOf>;
  readonly bands: readonly BandData[];
  /** At the right of the rules' head: "nat PREROUTING". */
  readonly where?: string;
  readonly podCount: number;
  readonly density: Density;
};

export type PodData = {
  readonly pod: PodFact;
  readonly density: Density;
  readonly role?: "sender" | "target";
  readonly isRelated: boolean;
};

export type MachineFlowNode = Node<MachineData, "machine">;
export type PodFlowNode = Node<PodData, "pod">;
export type OutsideFlowNode = Node<{ readonly outside: Outside }, "outside">;
export type FlowNode = MachineFlowNode | PodFlowNode | OutsideFlowNode;

const FIXED = { draggable: false, selectable: false, connectable: false, focusable: false, handles: [] };

type DrawnObjects = Pick<Picture, "drawing" | "podOf" | "serviceOf" | "scene" | "related">;

/** The drawing as React Flow's nodes: machines, the pods in them unless they are painted, and the outside. */
export function flowNodes(objects: DrawnObjects): FlowNode[] {
  const known = kept.get(objects.drawing) ?? new Map<string, FlowNode>();
  kept.set(objects.drawing, known);
  return madeNodes(objects).map((node) => {
    const before = known.get(node.id);
    if (before !== undefined && isAlike(before.data, node.data)) return before;
    known.set(node.id, node);
    return node;
  });
}

/** The nodes of a drawing as they were last: one that has not changed stays the same value, so that it is not drawn anew. */
const kept = new WeakMap<Drawing, Map<string, FlowNode>>();

/** Whether two values are the same but for lists and records made anew. */
function isAlike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || a instanceof Map) return false;
  const [mine, others] = [Object.entries(a), Object.entries(b)];
  const other = b as Readonly<Record<string, unknown>>;
  return mine.length === others.length && mine.every(([key, value]) => isAlike(value, other[key]));
}

function madeNodes(objects: DrawnObjects): readonly FlowNode[] {
  const { drawing } = objects;
  const machines = drawing.machines.map((machine) => machineNode(machine, objects));
  const outsides = drawing.outsides.map((outside): OutsideFlowNode => {
    const { x, y, width, height } = outside.box;
    const id = `outside ${outside.address}`;
    return { ...FIXED, id, type: "outside", position: { x, y }, width, height, data: { outside } };
  });
  if (drawing.density === "painted") return [...machines, ...outsides];
  return [...machines, ...podNodes(objects), ...outsides];
}

function machineNode(machine: Machine, { drawing, serviceOf, scene, related }: DrawnObjects): MachineFlowNode {
  const { x, y, width, height } = machine.box;
  const acting = scene?.acting?.machine === machine.name ? scene.acting : undefined;
  const bands = drawing.bands.map((band): BandData => {
    if (!("service" in band)) return { key: "more", more: band.more, isLit: false, isRelated: false };
    const service = serviceOf.get(band.service);
    const isTraced = scene?.service === band.service;
    const isEmpty = isTraced && service?.hasEndpoints === false;
    return {
      key: band.service,
      isLit: isTraced && acting?.isByService === true,
      isRelated: related.services.has(band.service),
      ...(service && { service }),
      ...(isTraced && { tone: isEmpty ? "empty" : "traced" }),
    };
  });
  const data: MachineData = {
    machine,
    heights: heightsOf(drawing),
    bands,
    podCount: machine.slots.size,
    density: drawing.density,
    ...(acting && { where: acting.where }),
  };
  return { ...FIXED, id: `machine ${machine.name}`, type: "machine", position: { x, y }, width, height, data };
}

function podNodes({ drawing, podOf, scene, related }: DrawnObjects): readonly PodFlowNode[] {
  return drawing.machines.flatMap((machine) =>
    [...machine.slots.keys()].flatMap((key): readonly PodFlowNode[] => {
      const [pod, box] = [podOf.get(key), drawing.pods.get(key)];
      if (pod === undefined || box === undefined) return [];
      const role = scene?.sender === key ? "sender" : scene?.target === key ? "target" : undefined;
      return [
        {
          ...FIXED,
          id: `pod ${key}`,
          type: "pod",
          parentId: `machine ${machine.name}`,
          position: { x: box.x - machine.box.x, y: box.y - machine.box.y },
          width: box.width,
          height: box.height,
          data: { pod, density: drawing.density, isRelated: related.pods.has(key), ...(role && { role }) },
        },
      ];
    }),
  );
}

/** Whether a machine is the place of pods that have no node. */
export function isWaiting({ name }: Machine): boolean {
  return name === WAITING;
}
