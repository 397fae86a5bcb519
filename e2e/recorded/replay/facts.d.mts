import type { Cluster, ClusterOptions } from "../../../src/engine/cluster.types.ts";

/** One thing that a real cluster did, and whether the engine does it too. */
export type Fact = { readonly fact: string; readonly ok: boolean; readonly want: unknown; readonly got: unknown };

type Open = (options?: ClusterOptions) => Cluster;

/** Given the objects of each snapshot: rules, views, DNS, requests. To the byte. */
export function staticFacts(openCluster: Open, folder: string): Fact[];

/** The scenario done again from an empty cluster, compared but for what is drawn. */
export function replayFacts(openCluster: Open, folder: string): Fact[];
