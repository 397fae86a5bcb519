import type { Command } from "../command.ts";
import { Failure, raiseAll } from "../failure.ts";
import { fetchSelection, selectionOf } from "../selection.ts";

export const editCommand: Command = {
  name: "edit",
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
