import type { SavedCluster } from "../engine/cluster.types.ts";

/** Changes that can be taken back. */
export const UNDO_MAX = 50;

/** The cluster as it was before the ask with that id. */
type Entry = { readonly askId: number; readonly saved: SavedCluster };

/** A ring of saves, one before each change. */
export class ChangeHistory {
  #past: readonly Entry[] = [];
  #future: readonly Entry[] = [];

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Notes a change; what had been taken back cannot be made again after it. */
  note(askId: number, before: SavedCluster): void {
    this.#past = [...this.#past, { askId, saved: before }].slice(-UNDO_MAX);
    this.#future = [];
  }

  /** Gives the save to go back to, and keeps `now` to come back. */
  undo(now: () => SavedCluster): Entry | undefined {
    const entry = this.#past.at(-1);
    if (!entry) return undefined;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, { askId: entry.askId, saved: now() }];
    return entry;
  }

  /** Gives the save to go on to, and keeps `now` to go back. */
  redo(now: () => SavedCluster): Entry | undefined {
    const entry = this.#future.at(-1);
    if (!entry) return undefined;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, { askId: entry.askId, saved: now() }];
    return entry;
  }

  clear(): void {
    this.#past = [];
    this.#future = [];
  }
}
