import type { KubernetesObject } from "../engine/model/objects.ts";
import type { ObjectChange } from "../engine/model/object-change.ts";

/** Collects changes and gives them in batches: of an object that changed often, only how it is now. */
export class ChangeBatch {
  #changes = new Map<string, ObjectChange>();

  add(changes: readonly ObjectChange[]): void {
    for (const { type, object } of changes) {
      const key = keyOf(object);
      const isNew = this.#changes.get(key)?.type === "ADDED";
      // Taken out and put in again, so that what changed last comes last.
      this.#changes.delete(key);
      this.#changes.set(key, { type: isNew && type === "MODIFIED" ? "ADDED" : type, object });
    }
  }

  /** All since the last take. */
  take(): readonly ObjectChange[] {
    const changes = [...this.#changes.values()];
    this.#changes = new Map();
    return changes;
  }
}

function keyOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace ?? ""}/${metadata.name}`;
}
