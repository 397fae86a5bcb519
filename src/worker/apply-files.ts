// Apply: every document of every file that parses is an apply of its own, as kubectl does it.
import type { CommandIo, CommandResult } from "../engine/cluster.types.ts";
import { readManifestInSteps } from "../engine/manifest/read-manifest.ts";
import type { ManifestDocument } from "../engine/manifest/read-manifest.ts";
import type { Steps } from "../engine/model/steps.ts";
import type { AppliedDocument, Problem, SourceFile } from "../protocol/protocol.ts";

/** What came of each document, and what is wrong with those that were refused, at their places. */
export type AppliedFiles = { readonly documents: readonly AppliedDocument[]; readonly problems: readonly Problem[] };

type Cluster = {
  readonly run: (line: string, io: CommandIo) => Promise<CommandResult>;
  /** The API server's words for what it refuses, with places. */
  readonly check: (file: string, document: ManifestDocument) => readonly Problem[];
  /** Does long work in turns. */
  readonly finish: <T>(steps: Steps<T>) => Promise<T>;
};

/** Applies in the order of files and documents; with `at`, only the document there. One that is refused stops none of the others. */
export async function applyFiles(
  { files, at }: { readonly files: readonly SourceFile[]; readonly at?: number | undefined },
  cluster: Cluster,
): Promise<AppliedFiles> {
  const documents: AppliedDocument[] = [];
  const problems: Problem[] = [];
  for (const { name, text } of files) {
    const manifest = await cluster.finish(readManifestInSteps(text));
    problems.push(...manifest.problems.map((problem) => ({ file: name, ...problem })));
    const wanted = at === undefined ? manifest.documents : [documentAt(manifest.documents, at) ?? []].flat();
    for (const document of wanted) {
      const applied = await cluster.run(APPLY, { stdin: JSON.stringify(document.value) });
      documents.push(documentOf(applied, { name, document }));
      if (applied.exitCode !== 0) problems.push(...problemsOf(applied, { name, document, cluster }));
    }
  }
  return { documents, problems };
}

/** The document that an offset stands in; between two, the one above. */
export function documentAt(documents: readonly ManifestDocument[], offset: number): ManifestDocument | undefined {
  return documents.findLast(({ from }) => from <= offset) ?? documents[0];
}

const APPLY = "kubectl apply -f -";

type Applied = { readonly name: string; readonly document: ManifestDocument };

function documentOf({ stdout, stderr, exitCode }: CommandResult, { name, document }: Applied): AppliedDocument {
  const found = /(created|configured|unchanged)\s*$/.exec(stdout)?.[1];
  const taken = found === "created" || found === "configured" ? found : "unchanged";
  return {
    file: name,
    from: document.from,
    result: exitCode === 0 ? taken : "refused",
    text: `${stdout}${stderr}`.trim(),
  };
}

/** The server says the same when asked without effect, with the field; what only kubectl refuses stands at the document's kind. */
function problemsOf({ stderr }: CommandResult, applied: Applied & { readonly cluster: Cluster }): readonly Problem[] {
  const { name, document, cluster } = applied;
  const checked = cluster.check(name, document);
  if (checked.length > 0) return checked;
  return [{ file: name, ...document.locate("kind"), message: stderr.trim(), severity: "error" }];
}
