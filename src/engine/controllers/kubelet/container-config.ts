// What a container's environment needs before it can be made. As kubelet_pods.go's makeEnvironmentVariables.
import { listAt, mapAt, textAt, fieldAt, isTrueAt } from "../../apiserver/printers/fields.ts";
import type { Container, Pod } from "../../model/objects.ts";
import type { ControllerContext } from "../controller.ts";

type Kind = "ConfigMap" | "Secret";

/** Why the container cannot be made: a ConfigMap or Secret, or a key of one, that is not there and must be. */
export function configProblem(api: ControllerContext["api"], pod: Pod, container: Container): string | undefined {
  const namespace = pod.metadata.namespace ?? "default";
  const missing = (kind: Kind, reference: unknown): string | undefined => {
    if (reference === undefined || isTrueAt(reference, "optional")) return undefined;
    const name = textAt(reference, "name");
    const found = api.get(kind, name, namespace);
    if (!found) return `${kind.toLowerCase()} "${name}" not found`;
    const key = textAt(reference, "key");
    const isThere = key === "" || key in mapAt(found, "data") || key in mapAt(found, "binaryData");
    return isThere ? undefined : `couldn't find key ${key} in ${kind} ${namespace}/${name}`;
  };
  const references: readonly (readonly [Kind, unknown])[] = [
    ...listAt(container, "envFrom").flatMap((source) => [
      ["ConfigMap", fieldAt(source, "configMapRef")] as const,
      ["Secret", fieldAt(source, "secretRef")] as const,
    ]),
    ...listAt(container, "env").flatMap((variable) => [
      ["ConfigMap", fieldAt(variable, "valueFrom", "configMapKeyRef")] as const,
      ["Secret", fieldAt(variable, "valueFrom", "secretKeyRef")] as const,
    ]),
  ];
  for (const [kind, reference] of references) {
    const problem = missing(kind, reference);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
