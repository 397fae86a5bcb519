import { goFormat } from "../../../apiserver/go-text.ts";
import { Failure } from "../failure.ts";
import { findResults } from "./jsonpath.ts";
import type { PathNode } from "./jsonpath-parser.ts";
import { parseJsonPath } from "./jsonpath-parser.ts";

export type CustomColumn = { readonly header: string; readonly path: readonly PathNode[] };

/** "NAME:.metadata.name,IP:status.podIP" as columns. As kubectl's NewCustomColumnsPrinterFromSpec. */
export function parseCustomColumns(spec: string): readonly CustomColumn[] {
  if (spec === "") throw new Failure("custom-columns format specified but no custom columns given");
  return spec.split(",").map((part) => {
    const colon = part.indexOf(":");
    const [header, path] = [part.slice(0, colon), part.slice(colon + 1)];
    if (colon < 0 || path === "") {
      throw new Failure(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    }
    return columnOf(header, path);
  });
}

/** The headers and paths of a file's first two lines, as -o custom-columns-file has them. */
export function parseColumnsFile(text: string): readonly CustomColumn[] {
  const [headers = [], paths = []] = text.split("\n").map((line) => line.split(/\s+/).filter(Boolean));
  if (headers.length !== paths.length) {
    throw new Failure(`number of headers (${headers.length}) and field specifications (${paths.length}) don't match`);
  }
  return headers.map((header, index) => columnOf(header, paths[index] ?? ""));
}

/** The cells of one object: "<none>" where the path finds nothing, values of a list with commas. */
export function customCells(columns: readonly CustomColumn[], object: unknown): readonly string[] {
  return columns.map(({ path }) => {
    const found = findResults(path, object);
    if (!found.ok) throw new Failure(found.message);
    const values = found.results.flat();
    return values.length === 0 ? "<none>" : values.map(goFormat).join(",");
  });
}

/** A path as people write it (".a.b", "a.b", "{.a.b}") as a template. As get.RelaxedJSONPathExpression. */
export function relaxPath(path: string): string {
  if (path === "") return "{}";
  const [, braced, bare] = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(path) ?? [];
  const found = braced ?? bare;
  if (found === undefined) {
    throw new Failure(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  }
  return `{.${found}}`;
}

function columnOf(header: string, path: string): CustomColumn {
  const parsed = parseJsonPath(relaxPath(path));
  if (!parsed.ok) throw new Failure(parsed.message);
  return { header, path: parsed.nodes };
}
