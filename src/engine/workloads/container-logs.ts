import type { Json, JsonObject } from "../model/json.ts";
import { Signal } from "../simulation/signal.ts";
import { civilTime } from "../model/timestamp.ts";
import type { ServedRequest } from "./response.ts";

/** Which container: a pod's uid, so that a pod made anew under the old name begins with an empty log. */
export type LogKey = { readonly uid: string; readonly container: string };

export type LogLine = { readonly epochMs: number; readonly text: string };

/** What a container has written so far; `appended` fires with each further line. */
export type ContainerLog = { readonly lines: readonly LogLine[]; readonly appended: Signal };

/** Lines that are kept of a container, as the kubelet keeps a file of bounded size. */
const LINES_MAX = 1000;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** What containers have written. Owner of all logs. */
export class ContainerLogs {
  readonly #logs = new Map<string, { readonly lines: LogLine[]; readonly appended: Signal }>();

  constructor(saved: JsonObject = {}) {
    for (const [key, lines] of Object.entries(saved)) {
      for (const line of Array.isArray(lines) ? (lines as readonly Json[]) : []) {
        const [epochMs, text] = Array.isArray(line) ? (line as readonly Json[]) : [];
        if (typeof epochMs === "number" && typeof text === "string") this.#open(key).lines.push({ epochMs, text });
      }
    }
  }

  /** A container's log; an empty one for a container that has written nothing. */
  of(key: LogKey): ContainerLog {
    return this.#open(textOf(key));
  }

  append(key: LogKey, line: LogLine): void {
    const { lines, appended } = this.#open(textOf(key));
    lines.push(line);
    if (lines.length > LINES_MAX) lines.splice(0, lines.length - LINES_MAX);
    appended.fire();
  }

  save(): JsonObject {
    return Object.fromEntries(
      [...this.#logs].map(([key, { lines }]) => [key, lines.map(({ epochMs, text }) => [epochMs, text])]),
    );
  }

  #open(key: string): { readonly lines: LogLine[]; readonly appended: Signal } {
    let log = this.#logs.get(key);
    if (!log) {
      log = { lines: [], appended: new Signal() };
      this.#logs.set(key, log);
    }
    return log;
  }
}

/** What the demo server writes of each request that it has answered, as Python's http.server does. */
export function accessLine({ client, method, path, epochMs }: ServedRequest, status: number): string {
  const { year, month, day, hour, minute, second } = civilTime(epochMs);
  const two = (value: number) => String(value).padStart(2, "0");
  const moment = `${two(day)}/${MONTHS[month - 1]}/${year} ${two(hour)}:${two(minute)}:${two(second)}`;
  return `${client} - - [${moment}] "${method} ${path} HTTP/1.1" ${status} -`;
}

function textOf({ uid, container }: LogKey): string {
  return `${uid} ${container}`;
}
