import type { Command } from "../command.ts";
import { Failure } from "../failure.ts";
import { findResource } from "../mapping.ts";
import { alignTabs, TABLE_STYLE } from "../output/tabwriter.ts";

/** The one user of the cluster may do everything: it has a client certificate of system:masters. */
export const authCommand: Command = {
  name: "auth",
  commands: [
    {
      name: "can-i",
      run: ({ flags, words, streams }) => {
        if (flags.isOn("list")) {
          const rows = ["Resources\tNon-Resource URLs\tResource Names\tVerbs", "*.*\t[]\t[]\t[*]", "\t[*]\t[]\t[*]"];
          streams.out(alignTabs(rows.map((row) => `${row}\n`).join(""), TABLE_STYLE));
          return 0;
        }
        const [verb, target] = words;
        if (verb === undefined || target === undefined) {
          throw new Failure(
            "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
          );
        }
        const type = target.split("/")[0] ?? "";
        if (!target.startsWith("/") && type !== "*" && !findResource(type)) {
          streams.error(`Warning: the server doesn't have a resource type '${type}'\n\n`);
        }
        if (!flags.isOn("quiet")) streams.out("yes\n");
        return 0;
      },
    },
    {
      name: "whoami",
      run: ({ streams }) => {
        const rows = [
          "ATTRIBUTE\tVALUE",
          "Username\tkubernetes-admin",
          "Groups\t[system:masters system:authenticated]",
        ];
        streams.out(alignTabs(rows.map((row) => `${row}\n`).join(""), TABLE_STYLE));
        return 0;
      },
    },
  ],
};
