import type { Command } from "../command.ts";
import { ALL_NAMESPACES_FLAG, OUTPUT_FLAGS } from "../command.ts";
import { Failure } from "../failure.ts";
import { findResource } from "../mapping.ts";
import { alignTabs, TABLE_STYLE } from "../output/tabwriter.ts";

/** The one user of the cluster may do everything: it has a client certificate of system:masters. */
export const authCommand: Command = {
  name: "auth",
  short: "Inspect authorization",
  usage: "auth [flags] [options]",
  commands: [
    {
      name: "can-i",
      short: "Check whether an action is allowed",
      usage: "can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL] [options]",
      flags: [
        ALL_NAMESPACES_FLAG,
        { name: "list", kind: "bool", default: "false", help: "If true, prints all allowed actions." },
        {
          name: "quiet",
          short: "q",
          kind: "bool",
          default: "false",
          help: "If true, suppress output and just return the exit code.",
        },
        { name: "subresource", kind: "string", help: "SubResource such as pod/log or deployment/scale" },
      ],
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
      short: "Experimental: Check self subject attributes",
      usage: "whoami [options]",
      flags: OUTPUT_FLAGS,
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
