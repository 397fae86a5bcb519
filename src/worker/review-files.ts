// What the files will not do though the API server takes them, and what in them names what: with places in the texts.
import type { KubernetesObject } from "../engine/model/objects.ts";
import { readManifestInSteps } from "../engine/manifest/read-manifest.ts";
import type { Manifest, ManifestDocument } from "../engine/manifest/read-manifest.ts";
import type { Steps } from "../engine/model/steps.ts";
import { linksOf } from "../engine/review/links.ts";
import type { Link } from "../engine/review/links.ts";
import type { Remark, RemarkMend } from "../engine/review/remark.ts";
import { review } from "../engine/review/review.ts";
import { writtenObject } from "../engine/review/world.ts";
import type { WrittenObject } from "../engine/review/world.ts";
import { toYaml } from "../engine/shell/kubectl/output/yaml.ts";
import type { Answer, Problem, SourceFile, TextEdit, TextLink } from "../protocol/protocol.ts";

/** A document that is an object, and where it is. */
type Placed = { readonly file: SourceFile; readonly document: ManifestDocument; readonly object: WrittenObject };

/** Reads texts, and remembers the last one of each file. */
export class ManifestReader {
  readonly #last = new Map<string, { readonly text: string; readonly manifest: Manifest }>();

  /** A step a document, unless the text is known. */
  *read({ name, text }: SourceFile): Steps<Manifest> {
    const known = this.#last.get(name);
    if (known?.text === text) return known.manifest;
    const manifest = yield* readManifestInSteps(text);
    this.#last.set(name, { text, manifest });
    return manifest;
  }
}

/** Remarks and links of all files beside each other and beside the cluster. */
export function* reviewFiles(
  files: readonly SourceFile[],
  { reader, cluster }: { readonly reader: ManifestReader; readonly cluster: Iterable<KubernetesObject> },
): Steps<Extract<Answer, { readonly kind: "reviewed" }>> {
  const placed: Placed[] = [];
  for (const file of files) {
    const { documents } = yield* reader.read(file);
    for (const document of documents) {
      const object = writtenObject(document.value);
      if (object) placed.push({ file, document, object });
    }
  }
  const objects = placed.map(({ object }) => object);
  const remarks = review(objects, cluster).flatMap((remark) => problemOf(remark, placed));
  yield;
  return { kind: "reviewed", remarks, links: linksOf(objects).flatMap((link) => textLink(link, placed)) };
}

function problemOf(remark: Remark, placed: readonly Placed[]): readonly Problem[] {
  const { code, path, words, mends } = remark;
  const at = placed[remark.document];
  if (!at) return [];
  const { file, document } = at;
  return [
    {
      file: file.name,
      ...document.locate(path),
      message: "",
      severity: "warning",
      remark: { code, words: code === "DUPLICATE_OBJECT" ? withPlace(words, placed) : words },
      mends: mends.map((mend) => editOf(mend, at)),
    },
  ];
}

/** The index of a document becomes its file and line. */
function withPlace(
  words: Readonly<Record<string, string>>,
  placed: readonly Placed[],
): Readonly<Record<string, string>> {
  const { before = "", ...others } = words;
  const first = placed[Number(before)];
  if (!first) return others;
  const line = first.file.text.slice(0, first.document.from).split("\n").length;
  return { ...others, file: first.file.name, line: String(line) };
}

function editOf({ path, part, to, reads }: RemarkMend, { file, document }: Placed): TextEdit {
  const range = part === "key" ? document.locateKey(path) : document.locate(path);
  const isNumber = /ort$|number$/.test(path) && /^\d+$/.test(to);
  return { file: file.name, ...range, text: isNumber ? to : toYaml(to).trimEnd(), reads };
}

function textLink(link: Link, placed: readonly Placed[]): readonly TextLink[] {
  const { path, thing, role, text } = link;
  const at = placed[link.document];
  if (!at) return [];
  const range = at.document.locate(path);
  const inside = text === undefined ? -1 : at.file.text.slice(range.from, range.to).lastIndexOf(text);
  const part =
    text === undefined || inside < 0 ? range : { from: range.from + inside, to: range.from + inside + text.length };
  return [{ file: at.file.name, ...part, thing, role }];
}
