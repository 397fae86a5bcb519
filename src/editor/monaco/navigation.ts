// Go to definition, find references, rename: over all files, by what the review found to be the same thing.
import type { TextLink } from "../../protocol/protocol.ts";
import { currentLinks } from "../../state/checking.ts";
import { useEditing } from "../../state/editing.ts";
import { message } from "../../ui/i18n/message.tsx";
import { monaco } from "./features.ts";
import { fileOf, modelOf } from "./models.ts";
import { rangeOf } from "./places.ts";

type Model = monaco.editor.ITextModel;

/** Registers what finds its way between documents. */
export function registerNavigation(language: string): void {
  const { languages } = monaco;
  languages.registerDefinitionProvider(language, {
    provideDefinition: async (model, position) => {
      const { links, here } = await linksAt(model, position);
      const things = new Set(here.map(({ thing }) => thing));
      return locations(links.filter(({ thing, role }) => role === "definition" && things.has(thing)));
    },
  });
  languages.registerReferenceProvider(language, {
    provideReferences: async (model, position) => {
      const { links, here } = await linksAt(model, position);
      const things = new Set(here.map(({ thing }) => thing));
      return locations(links.filter(({ thing }) => things.has(thing)));
    },
  });
  languages.registerRenameProvider(language, {
    provideRenameEdits: async (model, position, newName) => {
      const { links, here } = await linksAt(model, position);
      const things = new Set(here.map(({ thing }) => thing));
      return { edits: links.filter(({ thing }) => things.has(thing)).flatMap((link) => renameEdit(link, newName)) };
    },
    resolveRenameLocation: async (model, position) => {
      const { here } = await linksAt(model, position);
      const [link] = here;
      if (!link) throw new Error(message("editor.rename.nothing"));
      const range = rangeOf(model, link);
      return { range, text: model.getValueInRange(range).replace(/^(["'])(.*)\1$/, "$2") };
    },
  });
}

/** All links, and those of the place: an object's name is also what its Endpoints name. */
async function linksAt(
  model: Model,
  position: monaco.Position,
): Promise<{ readonly links: readonly TextLink[]; readonly here: readonly TextLink[] }> {
  const links = await currentLinks();
  if (model.isDisposed()) return { links: [], here: [] };
  const offset = model.getOffsetAt(position);
  const file = fileOf(model);
  return { links, here: links.filter((link) => link.file === file && link.from <= offset && offset <= link.to) };
}

/** Models of files that were never opened are made now: Monaco shows their lines. */
function locations(links: readonly TextLink[]): monaco.languages.Location[] {
  return links.flatMap((link) => {
    const model = modelOf(link.file);
    return model ? [{ uri: model.uri, range: rangeOf(model, link) }] : [];
  });
}

function renameEdit(link: TextLink, newName: string): monaco.languages.IWorkspaceTextEdit[] {
  const model = modelOf(link.file);
  if (!model || !useEditing.getState().files.some(({ name }) => name === link.file)) return [];
  const range = rangeOf(model, link);
  const [quote = ""] = /^["']/.exec(model.getValueInRange(range)) ?? [];
  return [{ resource: model.uri, versionId: model.getVersionId(), textEdit: { range, text: quote + newName + quote } }];
}
