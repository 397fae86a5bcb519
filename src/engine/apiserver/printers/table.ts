// meta.k8s.io/v1 Table: what the API server prints of objects, for `kubectl get`. As pkg/printers/internalversion/printers.go.
import type { KubernetesObject } from "../../model/objects.ts";

export type TableColumn = {
  readonly name: string;
  readonly type: "string" | "integer" | "boolean";
  /** "name" for the object's own name, "" otherwise. */
  readonly format: string;
  readonly description: string;
  /** 0 is always shown, 1 with -o wide. */
  readonly priority: number;
};

export type TableCell = string | number | boolean;

export type TableRow = { readonly cells: readonly TableCell[]; readonly object: unknown };

export type Table = {
  readonly kind: "Table";
  readonly apiVersion: "meta.k8s.io/v1";
  readonly metadata: { readonly resourceVersion?: string };
  readonly columnDefinitions: readonly TableColumn[];
  readonly rows: readonly TableRow[];
};

/** What a row is printed with: the moment, for ages. */
export type PrintMoment = { readonly nowEpochMs: number };

/** How the objects of one kind are printed: their columns, and the cells of one object in that order. */
export type Printer = {
  readonly columns: readonly TableColumn[];
  readonly cells: (object: KubernetesObject, moment: PrintMoment) => readonly TableCell[];
};

/** Columns in short: "Name", "Ready:integer", "IP+" ("+" is for -o wide only). */
export function columns(...names: readonly string[]): readonly TableColumn[] {
  return names.map((text) => {
    const isWide = text.endsWith("+");
    const [name = "", type = "string"] = text.replace(/\+$/, "").split(":");
    return {
      name,
      type: type === "integer" || type === "boolean" ? type : "string",
      format: name === "Name" ? "name" : "",
      description: "",
      priority: isWide ? 1 : 0,
    };
  });
}
