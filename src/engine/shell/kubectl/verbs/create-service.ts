import type { Command, Context } from "../command.ts";
import { Failure } from "../failure.ts";
import type { Flag } from "../flags.ts";
import type { Made } from "../generators/objects.ts";
import { makeService } from "../generators/objects.ts";
import { parsePortPair } from "../generators/ports.ts";
import { askedNamespace, createMade, MAKE_FLAGS, onlyName } from "./create-made.ts";

const TCP_FLAG: Flag = {
  name: "tcp",
  kind: "list",
  help: "Port pairs can be specified as '<port>:<targetPort>'.",
};

export const createServiceCommand: Command = {
  name: "service",
  aliases: ["svc"],
  short: "Create a service using a specified subcommand",
  usage: "service [flags] [options]",
  commands: [
    serviceCommand("ClusterIP", "Create a ClusterIP service", {
      usage: "clusterip NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none] [options]",
      flags: [
        {
          name: "clusterip",
          kind: "string",
          help: "Assign your own ClusterIP or set to 'None' for a 'headless' service (no loadbalancing).",
        },
      ],
    }),
    serviceCommand("ExternalName", "Create an ExternalName service", {
      usage: "externalname NAME --external-name external.name [--dry-run=server|client|none] [options]",
      flags: [{ name: "external-name", kind: "string", help: "External name of service" }],
    }),
    serviceCommand("LoadBalancer", "Create a LoadBalancer service", {
      usage: "loadbalancer NAME [--tcp=port:targetPort] [--dry-run=server|client|none] [options]",
      flags: [],
    }),
    serviceCommand("NodePort", "Create a NodePort service", {
      usage: "nodeport NAME [--tcp=port:targetPort] [--dry-run=server|client|none] [options]",
      flags: [
        {
          name: "node-port",
          kind: "int",
          default: "0",
          help: "Port used to expose the service on each node in a cluster.",
        },
      ],
    }),
  ],
};

function serviceCommand(
  type: string,
  short: string,
  own: { readonly usage: string; readonly flags: readonly Flag[] },
): Command {
  return {
    name: type.toLowerCase(),
    short,
    usage: own.usage,
    flags: [...MAKE_FLAGS, TCP_FLAG, ...own.flags],
    run: (context) => {
      if (type === "ExternalName" && !context.flags.isGiven("external-name")) {
        throw new Failure('required flag(s) "external-name" not set');
      }
      const name = onlyName(context);
      createMade(context, serviceOf(context, name, type), { what: `${type} service` });
      return 0;
    },
  };
}

function serviceOf(context: Context, name: string, type: string): Made {
  const { flags } = context;
  const clusterIP = flags.text("clusterip");
  const pairs = flags.texts("tcp");
  if (pairs.length === 0 && type !== "ExternalName" && clusterIP !== "None") {
    throw new Failure("at least one tcp port specifier must be provided");
  }
  const nodePort = flags.number("node-port");
  const ports = pairs.map((pair) => {
    const { port, targetPort } = parsePortPair(pair);
    const shown = { name: pair.replaceAll(":", "-"), protocol: "TCP", port, targetPort };
    return nodePort === 0 ? shown : { ...shown, nodePort };
  });
  const labels = { app: name };
  return makeService({
    name,
    ...(askedNamespace(context) !== undefined && { namespace: context.namespace }),
    labels,
    selector: labels,
    ports,
    spec: {
      ...(clusterIP !== "" && { clusterIP }),
      type,
      ...(type === "ExternalName" && { externalName: flags.text("external-name") }),
    },
  });
}
