import type { Command, Context } from "../command.ts";
import { Failure } from "../failure.ts";
import type { Made } from "../generators/objects.ts";
import { makeService } from "../generators/objects.ts";
import { parsePortPair } from "../generators/ports.ts";
import { askedNamespace, createMade, onlyName } from "./create-made.ts";

export const createServiceCommand: Command = {
  name: "service",
  commands: ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"].map(serviceCommand),
};

function serviceCommand(type: string): Command {
  return {
    name: type.toLowerCase(),
    run: (context) => {
      createMade(context, serviceOf(context, onlyName(context), type), { what: `${type} service` });
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
