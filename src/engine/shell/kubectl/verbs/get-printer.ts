import type { Resource } from "../../../apiserver/resources.ts";
import type { TableOptions } from "../output/table-text.ts";
import type { Query, Selection } from "../selection.ts";

/** How `get` prints what it found: whole objects, custom columns, or the server's tables. */
export type GetPrinter = {
  readonly print: (selection: Selection) => void;
  /** How the tables of one resource are shown; undefined when objects are printed. */
  readonly table: ((resource: Resource) => TableOptions) | undefined;
  /** One object of a watch; undefined when tables are printed. */
  readonly object: ((object: unknown) => string) | undefined;
};

/** The resource that a query asks for. */
export function resourceOf(query: Query): Resource {
  return query.kind === "list" ? query.resource : query.place.resource;
}
