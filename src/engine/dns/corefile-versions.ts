import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import type { Server } from "./server.ts";

/** The Corefiles that the cluster has had, oldest first, and which of them a pod runs with. */
export class CorefileVersions {
  readonly #versions: Version[];
  readonly #servers = new Map<string, Server>();
  readonly #start: (text: string) => Server;

  /** `saved` is what `save` gave; what cannot be read of it is left out. */
  constructor(start: (text: string) => Server, saved?: JsonObject) {
    this.#start = start;
    this.#versions = readVersions(saved);
  }

  /** Takes note of the text that the ConfigMap has now. */
  note(text: string, nowMs: number): void {
    if (text === this.#versions.at(-1)?.text) return;
    this.#versions.push({ text, sinceMs: this.#versions.length === 0 ? 0 : nowMs });
    if (this.#versions.length > VERSIONS_MAX) this.#versions.shift();
  }

  /** What a pod runs that started then: the file of that moment, and each later one that it could take up. */
  runningSince(startedMsOf: () => number): Server {
    if (this.#versions.length === 1) return this.newest;
    const startedMs = startedMsOf();
    const index = this.#versions.findLastIndex(({ sinceMs }) => sinceMs <= startedMs);
    const first = Math.max(0, index);
    let server = this.#serverOf(this.#versions[first]?.text ?? "");
    for (const { text } of this.#versions.slice(first + 1)) {
      const next = this.#serverOf(text);
      if (server.kind === "server" && server.reloads && next.kind === "server") server = next;
    }
    return server;
  }

  /** What a pod would run that starts now. */
  get newest(): Server {
    return this.#serverOf(this.#versions.at(-1)?.text ?? "");
  }

  save(): Json {
    return this.#versions.map(({ text, sinceMs }) => ({ text, sinceMs }));
  }

  #serverOf(text: string): Server {
    const known = this.#servers.get(text);
    if (known) return known;
    const server = this.#start(text);
    this.#servers.set(text, server);
    return server;
  }
}

type Version = { readonly text: string; readonly sinceMs: number };

const VERSIONS_MAX = 50;

function readVersions(saved: JsonObject | undefined): Version[] {
  const list = Array.isArray(saved?.["versions"]) ? saved["versions"] : [];
  return list.flatMap((version: Json) => {
    if (!isJsonObject(version)) return [];
    const { text, sinceMs } = version;
    return typeof text === "string" && typeof sinceMs === "number" ? [{ text, sinceMs }] : [];
  });
}
