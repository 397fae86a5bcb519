import type { ConntrackEntry } from "../model/conntrack-entry.ts";
import type { JsonObject } from "../model/json.ts";
import type { Reference } from "../trace/trace.ts";
import { connectionTuple, keyOf, parseTupleKey } from "./tuple.ts";
import type { Tuple } from "./tuple.ts";
import type { TcpState } from "./tcp-states.ts";

/** How one end's address was rewritten, and what made the rule that said so. */
export type Translation = {
  readonly by: "dnat" | "snat" | "masquerade";
  readonly references: readonly Reference[];
};

/** A connection as conntrack keeps it. Its owner is the conntrack table; others read it. */
export type Connection = {
  readonly id: number;
  readonly original: Tuple;
  /** What an answer looks like when it comes in: the inverse of `original` after NAT. */
  reply: Tuple;
  state: TcpState | undefined;
  isReplied: boolean;
  isAssured: boolean;
  isConfirmed: boolean;
  /** Whether nat has decided on the destination, and on the source. */
  isDestinationDecided: boolean;
  isSourceDecided: boolean;
  destinationNat: Translation | undefined;
  sourceNat: Translation | undefined;
  expiresMs: number;
  /** UDP: from when on an answer makes it a stream. */
  streamMs: number;
  mark: number;
  /** As it was shown last: most packets change nothing that is shown. */
  shown: ConntrackEntry | undefined;
};

/** A line of `conntrack -L`, as data: the same value as before if it says the same. */
export function entryOf(connection: Connection, nowMs: number): ConntrackEntry {
  const { state, isReplied, isAssured, mark, shown } = connection;
  const timeoutSeconds = Math.max(0, Math.floor((connection.expiresMs - nowMs) / 1000));
  const isSame =
    shown?.timeoutSeconds === timeoutSeconds &&
    shown.state === state &&
    shown.isReplied === isReplied &&
    shown.isAssured === isAssured &&
    shown.mark === mark;
  if (isSame) return shown;
  const { protocol } = connection.original;
  const original = shown?.original ?? connectionTuple(connection.original);
  const reply = shown?.reply ?? connectionTuple(connection.reply);
  return (connection.shown =
    state === undefined
      ? { protocol, timeoutSeconds, original, reply, isReplied, isAssured, mark }
      : { protocol, state, timeoutSeconds, original, reply, isReplied, isAssured, mark });
}

/** As plain data; `restoreConnection` takes it back. */
export function saveConnection(connection: Connection): JsonObject {
  const { original, reply, shown: _, ...rest } = connection;
  return JSON.parse(JSON.stringify({ ...rest, original: keyOf(original), reply: keyOf(reply) }));
}

/** The inverse of `saveConnection`; undefined for what it did not make. */
export function restoreConnection(saved: JsonObject): Connection | undefined {
  const [original, reply] = [saved["original"], saved["reply"]].map((key) =>
    typeof key === "string" ? parseTupleKey(key) : undefined,
  );
  if (!original || !reply || typeof saved["id"] !== "number") return undefined;
  return { ...(saved as unknown as Connection), original, reply, shown: undefined };
}
