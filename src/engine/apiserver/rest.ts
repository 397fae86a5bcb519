// What goes through the REST door (handle-rest.ts), with JavaScript values for bodies. Read `RestCall` and `RestReply` first.
import type { ApiServer, PatchType } from "./api-server.ts";
import type { ResourcePath } from "./rest/path.ts";

/** One HTTP request as a client makes it, its body already read. */
export type RestCall = {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Without query: "/api/v1/namespaces/default/pods/web-0/status". */
  readonly path: string;
  /** Decoded: labelSelector, fieldSelector, limit, watch, resourceVersion, dryRun, fieldValidation, force … */
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The body's content type, for PATCH. */
  readonly patchType?: PatchType;
  /** "application/json;as=Table;v=v1;g=meta.k8s.io,application/json" asks for a Table; plain JSON unless told. */
  readonly accept?: string;
};

/** What comes back: the object, list, Table or metav1.Status as a JSON value, and the texts of the Warning headers. */
export type RestReply = {
  readonly status: number;
  readonly body: unknown;
  readonly warnings: readonly string[];
  /** For watch=true; `body` is null then. */
  readonly watch?: RestWatch;
};

export type WatchEvent = {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: unknown;
};

/** An open watch: what has been and what comes is told to the one listener, until `close`. */
export type RestWatch = { listen(listener: (event: WatchEvent) => void): void; close(): void };

/** A call that writes, with the path that it names. */
export type Writing = { readonly api: ApiServer; readonly path: ResourcePath; readonly call: RestCall };
