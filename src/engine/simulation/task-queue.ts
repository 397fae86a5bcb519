import type { Json } from "../model/json.ts";

export type Task = {
  readonly dueMs: number;
  readonly kind: string;
  readonly argument: Json;
  /** There for transient tasks only. */
  readonly run?: (() => void) | undefined;
};

export type QueuedTask = Task & { readonly order: number; isRemoved: boolean };

/** A binary heap by time, then by order of arrival: what was asked first is done first. */
export class TaskQueue {
  readonly #heap: QueuedTask[] = [];
  #added = 0;

  get first(): QueuedTask | undefined {
    this.#dropRemoved();
    return this.#heap[0];
  }

  add(task: Task): QueuedTask {
    const { dueMs, kind, argument, run } = task;
    const entry: QueuedTask = { dueMs, kind, argument, run, order: this.#added++, isRemoved: false };
    this.#heap.push(entry);
    this.#rise(this.#heap.length - 1);
    return entry;
  }

  /** Once removed, or once taken, is enough: a second call changes nothing. */
  remove(entry: QueuedTask): void {
    entry.isRemoved = true;
  }

  takeDue(timeMs: number): QueuedTask | undefined {
    const first = this.first;
    if (!first || first.dueMs > timeMs) return undefined;
    this.#take();
    return first;
  }

  /** The tasks that a save keeps, in the order in which they are due. */
  durable(): QueuedTask[] {
    return this.#heap.filter((task) => !task.run && !task.isRemoved).toSorted(byDue);
  }

  #dropRemoved(): void {
    while (this.#heap[0]?.isRemoved) this.#take();
  }

  #take(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #rise(index: number): void {
    for (let at = index; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, parent)) return;
      at = parent;
    }
  }

  #sink(index: number): void {
    for (let at = index; ;) {
      const left = 2 * at + 1;
      const a = this.#heap[left];
      const b = this.#heap[left + 1];
      if (!a) return;
      const child = b && byDue(b, a) < 0 ? left + 1 : left;
      if (!this.#swapIfBefore(child, at)) return;
      at = child;
    }
  }

  #swapIfBefore(at: number, than: number): boolean {
    const a = this.#heap[at];
    const b = this.#heap[than];
    if (!a || !b || byDue(a, b) >= 0) return false;
    this.#heap[at] = b;
    this.#heap[than] = a;
    return true;
  }
}

function byDue(a: QueuedTask, b: QueuedTask): number {
  return a.dueMs - b.dueMs || a.order - b.order;
}
