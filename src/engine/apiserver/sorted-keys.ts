/** Keys of a chunk before it is cut in two. */
const CHUNK_MAX = 512;

/** Texts in their order, each once. Kept in chunks, so that one more among tens of thousands moves some hundreds. */
export class SortedKeys {
  readonly #chunks: string[][] = [];
  /** Counts additions and removals, so that an iteration under way knows to find its place again. */
  #edition = 0;

  add(key: string): void {
    const index = this.#chunkOf(key);
    const chunk = this.#chunks[index];
    if (!chunk) {
      this.#chunks.push([key]);
      this.#edition++;
      return;
    }
    const at = placeIn(chunk, key);
    if (chunk[at] === key) return;
    if (at === chunk.length) chunk.push(key);
    else chunk.splice(at, 0, key);
    if (chunk.length > CHUNK_MAX) this.#chunks.splice(index + 1, 0, chunk.splice(CHUNK_MAX >> 1));
    this.#edition++;
  }

  delete(key: string): void {
    const index = this.#chunkOf(key);
    const chunk = this.#chunks[index];
    const at = chunk ? placeIn(chunk, key) : 0;
    if (chunk?.[at] !== key) return;
    chunk.splice(at, 1);
    if (chunk.length === 0) this.#chunks.splice(index, 1);
    this.#edition++;
  }

  /** From the first that is not before `first` on. Keys may come and go meanwhile: those that are there when their turn comes are given. */
  *from(first: string): Iterable<string> {
    let edition = this.#edition;
    let index = this.#chunkOf(first);
    let at = placeIn(this.#chunks[index] ?? [], first);
    for (;;) {
      const chunk = this.#chunks[index];
      if (!chunk) return;
      const key = chunk[at];
      if (key === undefined) {
        index++;
        at = 0;
        continue;
      }
      yield key;
      at++;
      if (edition === this.#edition) continue;
      edition = this.#edition;
      index = this.#chunkOf(key);
      const found = this.#chunks[index] ?? [];
      at = placeIn(found, key);
      if (found[at] === key) at++;
    }
  }

  /** The last chunk that begins at or before the key; the first one for a key before all. */
  #chunkOf(key: string): number {
    let [low, high] = [0, this.#chunks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#chunks[middle]?.[0] ?? "") <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

/** Where the key is in a chunk, or would be. */
function placeIn(chunk: readonly string[], key: string): number {
  let [low, high] = [0, chunk.length];
  const last = chunk[high - 1];
  if (last !== undefined && last < key) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((chunk[middle] ?? "") < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
