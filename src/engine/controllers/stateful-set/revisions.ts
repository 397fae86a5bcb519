// ControllerRevisions: the history of a StatefulSet's or DaemonSet's template. As pkg/controller/history.
import type { DaemonSet, KubernetesObject, StatefulSet } from "../../model/objects.ts";
import type { ControllerContext } from "../controller.ts";
import { templateHash } from "../deployment/revisions.ts";
import { fnv32, safeEncodeString } from "../hash.ts";
import { isEqualJson, ownerReferenceTo } from "../writing.ts";

export const REVISION_LABEL = "controller-revision-hash";

type Revision = KubernetesObject & { readonly data?: unknown; readonly revision?: number };

/**
 * The value of the label by which pods of the present template are known: of a StatefulSet the revision's whole name, of a
 * DaemonSet its hash. The revision is made, or an equal older one becomes the newest again.
 */
export function currentRevision(context: ControllerContext, owner: StatefulSet | DaemonSet): string {
  const { api } = context;
  const data = { spec: { template: { ...owner.spec.template, $patch: "replace" } } };
  const collisions = owner.status?.["collisionCount"] as number | undefined;
  const hash =
    owner.kind === "DaemonSet"
      ? templateHash(owner.spec.template, collisions)
      : safeEncodeString(String(fnv32(`${sortedJson(data)}${collisions ?? 0}`)));
  const all = revisionsOf(context, owner);
  const newest = Math.max(0, ...all.map(({ revision = 0 }) => revision));
  const equal = all.find((revision) => isEqualJson(revision.data, data));
  const name = equal?.metadata.name ?? `${owner.metadata.name}-${hash}`;
  if (!equal) api.create(newRevision(owner, { name, hash, data, revision: newest + 1 }));
  else if (equal.revision !== newest) api.update({ ...equal, revision: newest + 1 });
  return owner.kind === "DaemonSet" ? (equal?.metadata.labels?.[REVISION_LABEL] ?? hash) : name;
}

/** Old revisions beyond the limit go, those that pods still have excepted. */
export function truncateRevisions(context: ControllerContext, owner: StatefulSet, live: ReadonlySet<string>): void {
  const limit = Number(owner.spec["revisionHistoryLimit"] ?? 10);
  const dead = revisionsOf(context, owner).filter(({ metadata }) => !live.has(metadata.name));
  const byAge = dead.toSorted((a, b) => (a.revision ?? 0) - (b.revision ?? 0));
  for (const { metadata } of byAge.slice(0, Math.max(0, dead.length - limit))) {
    const { name, namespace } = metadata;
    context.api.remove({ kind: "ControllerRevision", name, ...(namespace ? { namespace } : {}) });
  }
}

/** The template that a revision stands for; undefined when it is gone. */
export function templateOf(
  context: ControllerContext,
  owner: StatefulSet,
  name: string,
): StatefulSet["spec"]["template"] | undefined {
  const found = revisionsOf(context, owner).find(({ metadata }) => metadata.name === name);
  const data = found?.data as { readonly spec?: { readonly template?: object } } | undefined;
  if (!data?.spec?.template) return undefined;
  const { $patch: _, ...template } = data.spec.template as {
    readonly $patch?: string;
  } & StatefulSet["spec"]["template"];
  return template;
}

function revisionsOf({ index }: ControllerContext, owner: KubernetesObject): readonly Revision[] {
  return index.controlledBy(owner.metadata.uid ?? "", "ControllerRevision");
}

function newRevision(
  owner: StatefulSet | DaemonSet,
  revision: { readonly name: string; readonly hash: string; readonly data: object; readonly revision: number },
): KubernetesObject {
  const { namespace } = owner.metadata;
  return {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: {
      name: revision.name,
      ...(namespace ? { namespace } : {}),
      labels: { ...owner.spec.template.metadata?.labels, [REVISION_LABEL]: revision.hash },
      ownerReferences: [ownerReferenceTo(owner)],
    },
    data: revision.data,
    revision: revision.revision,
  };
}

/** JSON as Go's encoder writes maps: keys sorted, nothing between. */
function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${sortedJson(field)}`).join(",")}}`;
}
