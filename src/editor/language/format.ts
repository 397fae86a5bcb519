// Formatting as kubectl prints YAML: two spaces a level, one blank before a value, comments and blank lines kept.
import { parseAllDocuments } from "yaml";

/** The whole text, formatted; undefined when it does not parse, as nothing may be lost. */
export function format(text: string): string | undefined {
  const spaced = text.replaceAll("\t", "  ").replaceAll("\r\n", "\n");
  const documents = parseAllDocuments(spaced, { prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
  if ("empty" in documents || documents.some(({ errors }) => errors.length > 0)) return undefined;
  const parts = documents.map((document) =>
    document.toString({
      indent: 2,
      indentSeq: hasIndentedLists(spaced),
      lineWidth: 0,
      minContentWidth: 0,
      flowCollectionPadding: spaced.includes("{ ") || spaced.includes("[ "),
      directives: false,
      nullStr: "",
    }),
  );
  return parts
    .map((part) => part.trimEnd())
    .join("\n---\n")
    .concat("\n");
}

/** Both ways are common: a list stays as far right of its field as most lists of the text are. */
function hasIndentedLists(text: string): boolean {
  const lists = [...text.matchAll(/^( *)(?:- )*[\w./-]+:[ \t]*(?:#.*)?\n( *)- /gm)];
  const indented = lists.filter(([, field = "", dash = ""]) => dash.length > field.length).length;
  return indented * 2 >= lists.length;
}
