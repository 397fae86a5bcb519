import type { Command } from "../command.ts";
import { FILE_FLAGS, OUTPUT_FLAGS } from "../command.ts";
import { Failure, raiseAll } from "../failure.ts";
import { fetchSelection, selectionOf } from "../selection.ts";

export const editCommand: Command = {
  name: "edit",
  short: "Edit a resource on the server",
  long: "Edit a resource from the default editor.\n\n Here the editor is the page's: the object opens in it, and its Apply sends the change.",
  usage: "edit (RESOURCE/NAME | -f FILENAME) [options]",
  flags: [
    ...FILE_FLAGS,
    ...OUTPUT_FLAGS,
    {
      name: "save-config",
      kind: "bool",
      default: "false",
      help: "If true, the configuration of current object will be saved in its annotation.",
    },
    {
      name: "subresource",
      kind: "string",
      help: "If specified, edit will operate on the subresource of the requested object.",
    },
  ],
  run: (context) => {
    const { infos, failures } = fetchSelection(context, selectionOf(context, context.words, { bareType: "all" }));
    raiseAll(failures);
    const [first] = infos;
    if (!first) throw new Failure("no objects passed to edit");
    const { name, namespace } = first.place;
    context.streams.opens({ kind: first.object.kind, name, ...(namespace !== undefined && { namespace }) });
    return 0;
  },
};
