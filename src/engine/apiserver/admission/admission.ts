// The admission plugins that are on by default and have an effect here, in their order.
import type { KubernetesObject } from "../../model/objects.ts";
import type { ErrorStatus } from "../api-server.ts";
import { draftIn, textIn } from "../draft.ts";
import type { Incoming } from "../request.ts";
import { resourceOfKind } from "../resources.ts";
import type { Server } from "../server.ts";
import { forbiddenRequest, notFound } from "../status.ts";
import { admitChangedPod, admitPod } from "./pod.ts";

/** Lets a new object pass, completes it, or refuses it. */
export function admitCreate(server: Server, incoming: Incoming): ErrorStatus | undefined {
  return (
    admitIntoNamespace(server, incoming) ?? (incoming.resource.kind === "Pod" ? admitPod(server, incoming) : undefined)
  );
}

/** Completes a changed object. */
export function admitUpdate({ resource, draft }: Incoming, before: KubernetesObject): void {
  if (resource.kind === "Pod") admitChangedPod(draft, before);
}

/** Namespaces that the cluster cannot do without. As NamespaceLifecycle. */
export function admitDelete(object: KubernetesObject): ErrorStatus | undefined {
  const isImmortal = object.kind === "Namespace" && IMMORTAL.includes(object.metadata.name);
  if (!isImmortal) return undefined;
  return forbiddenRequest(
    { group: "", plural: "namespaces" },
    object.metadata.name,
    "this namespace may not be deleted",
  );
}

const IMMORTAL = ["default", "kube-system", "kube-public"];

// As NamespaceLifecycle: the namespace is there and not on its way out.
function admitIntoNamespace(server: Server, { resource, draft }: Incoming): ErrorStatus | undefined {
  const metadata = draftIn(draft, "metadata");
  const name = textIn(metadata, "namespace");
  if (name === "" || !resourceOfKind(resource.kind)) return undefined;
  const namespace = server.store.get("Namespace", name, undefined);
  if (!namespace) return notFound({ group: "", plural: "namespaces" }, name);
  if (namespace.metadata.deletionTimestamp === undefined) return undefined;
  const because = `unable to create new content in namespace ${name} because it is being terminated`;
  const status = forbiddenRequest(resource, textIn(metadata, "name"), because);
  return {
    ...status,
    details: {
      ...status.details,
      causes: [
        {
          reason: "NamespaceTerminating",
          message: `namespace ${name} is being terminated`,
          field: "metadata.namespace",
        },
      ],
    },
  };
}
