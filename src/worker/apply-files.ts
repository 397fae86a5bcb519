// Apply: every document of every file that parses is an apply of its own, as kubectl does it.
import type { CommandIo, CommandResult } from "../engine/cluster.types.ts";
import type { AppliedDocument, Problem, SourceFile } from "../protocol/protocol.ts";
import { readDocuments } from "./outline.ts";
import type { SourceDocument } from "./outline.ts";

/** What came of each document, and what is wrong with those that were refused, at their places. */
export type AppliedFiles = { readonly documents: readonly AppliedDocument[]; readonly problems: readonly Problem[] };

type Cluster = {
  readonly run: (line: string, io: CommandIo) => Promise<CommandResult>;
  /** The API server's words for what it refuses, with places. */
  readonly check: (file: string, documents: readonly SourceDocument[]) => readonly Problem[];
};

/** Applies in the order of files and documents. One that is refused stops none of the others. */
export async function applyFiles(files: readonly SourceFile[], cluster: Cluster): Promise<AppliedFiles> {
  const documents: AppliedDocument[] = [];
  const problems: Problem[] = [];
  for (const { name, text } of files) {
    for (const document of readDocuments(text)) {
      const checked = document.errors.length > 0 ? cluster.check(name, [document]) : [];
      const applied = checked.length > 0 ? undefined : await cluster.run(APPLY, { stdin: document.text });
      const isTaken = applied?.exitCode === 0;
      documents.push({
        file: name,
        from: document.from,
        result: isTaken ? resultOf(applied.stdout) : "refused",
        text: applied ? `${applied.stdout}${applied.stderr}`.trim() : "",
      });
      if (!isTaken) problems.push(...(applied ? problemsOf(applied, { name, document, cluster }) : checked));
    }
  }
  return { documents, problems };
}

const APPLY = "kubectl apply -f -";

function resultOf(stdout: string): "created" | "configured" | "unchanged" {
  const found = /(created|configured|unchanged)\s*$/.exec(stdout)?.[1];
  return found === "created" || found === "configured" ? found : "unchanged";
}

type Refused = { readonly name: string; readonly document: SourceDocument; readonly cluster: Cluster };

/** The server says the same when asked without effect, with the field; what only kubectl refuses stands at the document's beginning. */
function problemsOf({ stderr }: CommandResult, { name, document, cluster }: Refused): readonly Problem[] {
  const checked = cluster.check(name, [document]);
  if (checked.length > 0) return checked;
  return [{ file: name, from: document.from, to: document.from + 1, message: stderr.trim(), severity: "error" }];
}
