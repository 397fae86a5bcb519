import { useMemo } from "react";
import type { ObjectRef, Trace } from "../engine/trace/trace.ts";
import { useCompanions } from "../state/companions.ts";
import type { Companion } from "../state/companions.ts";
import { objectKey, useCluster, useObjects } from "../state/cluster.ts";
import { useMoment, usePlayback } from "../state/playback-store.ts";
import type { Moment, Playback } from "../state/playback.ts";
import { usePlaces } from "../state/places.ts";
import { useSelection } from "../state/selection.ts";
import { factsOf, isOfPerson } from "./facts.ts";
import type { Facts, PodFact, ServiceFact } from "./facts.ts";
import type { Drawing } from "./drawing.ts";
import { nextDrawing } from "./kept-drawing.ts";
import { isOutsideVisited, outsidesOf } from "./outsides.ts";
import { relatedTo } from "./related.ts";
import type { Related } from "./related.ts";
import { sceneOf, serviceOfPacket } from "./scene.ts";
import type { Scene } from "./scene.ts";
import { wayOf } from "./way.ts";
import type { Way } from "./way.ts";

/** All that the canvas draws from. */
export type Picture = {
  readonly facts: Facts;
  readonly podOf: ReadonlyMap<string, PodFact>;
  readonly serviceOf: ReadonlyMap<string, ServiceFact>;
  readonly drawing: Drawing;
  readonly playback: Playback | undefined;
  readonly moment: Moment | undefined;
  readonly scene: Scene | undefined;
  /** What belongs to the thing that is pointed at or picked. */
  readonly related: Related;
  /** The Services round whose pods a line is drawn. */
  readonly outlined: readonly ServiceFact[];
  /** By the row of the strip. */
  readonly ways: readonly Way[];
  /** Requests that are played on beside the current one. */
  readonly companions: readonly (Companion & { readonly ways: readonly Way[] })[];
};

/** The picture of the cluster at the moment. Places are kept from one drawing to the next, until another cluster is opened. */
export function usePicture(): Picture {
  const nodes = useObjects("Node");
  const pods = useObjects("Pod");
  const services = useObjects("Service");
  const slices = useObjects("EndpointSlice");
  const facts = useMemo(() => factsOf({ nodes, pods, services, slices }), [nodes, pods, services, slices]);
  const playback = usePlayback();
  const moment = useMoment();
  const trace = playback?.trace;
  const drawing = useDrawing(facts, trace);
  const scene = useMemo(() => trace && moment && sceneOf(trace, moment), [trace, moment]);
  const ways = useMemo(() => (playback ? waysOf(playback, drawing) : []), [playback, drawing]);
  const companions = useCompanionWays(drawing);
  const podOf = useMemo(() => new Map(facts.pods.map((pod) => [pod.key, pod])), [facts]);
  const serviceOf = useMemo(() => new Map(facts.services.map((service) => [service.key, service])), [facts]);
  const outlined = useOutlined(serviceOf, scene);
  const related = useRelated(facts);
  return { facts, podOf, serviceOf, drawing, playback, moment, scene, outlined, related, ways, companions };
}

function useDrawing(facts: Facts, trace: Trace | undefined): Drawing {
  const generation = useCluster((state) => state.generation);
  const outsides = useMemo(() => outsidesOf(trace), [trace]);
  const wanted = useMemo(() => servicesOf(trace), [trace]);
  const places = usePlaces();
  return useMemo(
    () => nextDrawing(generation, { facts, outsides, wanted, places, isOutsideVisited: isOutsideVisited(trace) }),
    [facts, outsides, wanted, places, generation, trace],
  );
}

function servicesOf(trace: Trace | undefined): readonly string[] {
  if (trace === undefined) return [];
  return [...new Set(trace.packets.flatMap((packet) => serviceOfPacket(trace, packet) ?? []))];
}

function useCompanionWays(drawing: Drawing): Picture["companions"] {
  const companions = useCompanions((state) => state.companions);
  return useMemo(
    () => companions.map((companion) => ({ ...companion, ways: waysOf(companion.playback, drawing) })),
    [companions, drawing],
  );
}

function waysOf({ trace, rows, momentsOfRow }: Playback, drawing: Drawing): readonly Way[] {
  return rows.map((row, index) => {
    const packet = trace.packets[row.packet];
    const service = packet && serviceOfPacket(trace, packet);
    return wayOf({ drawing, trace, moments: momentsOfRow[index] ?? [], service });
  });
}

/** What is pointed at, else what is picked. */
function useLookedAt(): ObjectRef | undefined {
  const pointed = useSelection((state) => state.pointed);
  const picked = useSelection((state) => state.picked);
  return pointed ?? (picked?.kind === "object" ? picked.object : undefined);
}

function useRelated(facts: Facts): Related {
  const object = useLookedAt();
  return useMemo(() => relatedTo(object, facts), [object, facts]);
}

/** What is pointed at, else what is picked, else what the packet is about; before any request, the person's own Services. */
function useOutlined(serviceOf: ReadonlyMap<string, ServiceFact>, scene: Scene | undefined): readonly ServiceFact[] {
  const pointed = useSelection((state) => state.pointed);
  const picked = useSelection((state) => state.picked);
  const asked = [pointed, picked?.kind === "object" ? picked.object : undefined].find(
    (object) => object?.kind === "Service",
  );
  const key = asked === undefined ? scene?.service : objectKey(asked);
  return useMemo(() => {
    if (key !== undefined) return [serviceOf.get(key) ?? []].flat();
    if (scene !== undefined) return [];
    const own = [...serviceOf.values()].filter((service) => isOfPerson(service) && service.selector !== undefined);
    return own.length === 1 ? own : [];
  }, [key, scene, serviceOf]);
}
