import type { Command, Context } from "../command.ts";
import { usageFailure } from "../command.ts";
import { helpText } from "../help.ts";
import { Failure } from "../failure.ts";
import { objectPrinter } from "../output/object-printer.ts";
import { alignTabs, TABLE_STYLE } from "../output/tabwriter.ts";
import { toYaml } from "../output/yaml.ts";
import type { KubeContext, Kubeconfig } from "../world.ts";

export const configCommand: Command = {
  name: "config",
  commands: [
    { name: "current-context", run: showCurrent },
    { name: "delete-context", run: deleteContext },
    { name: "get-clusters", run: listClusters },
    { name: "get-contexts", run: listContexts },
    { name: "rename-context", run: renameContext },
    { name: "set-context", run: setContext },
    { name: "use-context", run: useContext },
    { name: "view", run: view },
  ],
};

function showCurrent({ world, streams }: Context): number {
  streams.out(`${world.kubeconfig.read().currentContext}\n`);
  return 0;
}

function listClusters({ world, streams }: Context): number {
  const clusters = [...new Set(world.kubeconfig.read().contexts.map((context) => context.cluster))];
  streams.out(`NAME\n${clusters.map((cluster) => `${cluster}\n`).join("")}`);
  return 0;
}

function listContexts({ world, streams, flags, words }: Context): number {
  const { contexts, currentContext } = world.kubeconfig.read();
  const [wanted] = words;
  const shown = wanted === undefined ? contexts : contexts.filter(({ name }) => name === wanted);
  if (wanted !== undefined && shown.length === 0) {
    if (flags.text("output") !== "name") streams.out("CURRENT   NAME   CLUSTER   AUTHINFO   NAMESPACE\n");
    throw new Failure(`context ${wanted} not found`);
  }
  if (flags.text("output") === "name") {
    streams.out(shown.map(({ name }) => `${name}\n`).join(""));
    return 0;
  }
  const rows = shown.map(({ name, cluster, user, namespace = "" }) =>
    [name === currentContext ? "*" : "", name, cluster, user, namespace].join("\t"),
  );
  const header = flags.isOn("no-headers") ? [] : ["CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE"];
  streams.out(alignTabs([...header, ...rows].map((row) => `${row}\n`).join(""), TABLE_STYLE));
  return 0;
}

function setContext(context: Context): number {
  const { world, streams, flags, words } = context;
  const config = world.kubeconfig.read();
  const isCurrent = flags.isOn("current");
  const [given] = words;
  if (isCurrent && given !== undefined) throw new Failure("you cannot specify both a context name and --current");
  if (!isCurrent && given === undefined) throw new Failure("you must specify a non-empty context name or --current");
  const name = given ?? config.currentContext;
  const before = config.contexts.find((one) => one.name === name);
  const after: KubeContext = {
    name,
    cluster: flags.text("cluster") || before?.cluster || "",
    user: flags.text("user") || before?.user || "",
    ...(namespaceOf(context, before) !== undefined && { namespace: namespaceOf(context, before) }),
  };
  const others = config.contexts.filter((one) => one.name !== name);
  const contexts = before ? config.contexts.map((one) => (one === before ? after : one)) : [...others, after];
  world.kubeconfig.write({ ...config, contexts });
  streams.out(`Context "${name}" ${before ? "modified" : "created"}.\n`);
  return 0;
}

function namespaceOf({ flags }: Context, before: KubeContext | undefined): string | undefined {
  if (!flags.isGiven("namespace")) return before?.namespace;
  return flags.text("namespace") || undefined;
}

function useContext(context: Context): number {
  const { world, streams, words } = context;
  const config = world.kubeconfig.read();
  const [name, second] = words;
  if (name === undefined || second !== undefined) throw unexpectedArguments(context);
  if (!config.contexts.some((one) => one.name === name))
    throw new Failure(`no context exists with the name: "${name}"`);
  world.kubeconfig.write({ ...config, currentContext: name });
  streams.out(`Switched to context "${name}".\n`);
  return 0;
}

/** Shows the command's help before it says what is wrong. As config's Complete functions do. */
function unexpectedArguments({ commandPath, streams, words }: Context): Failure {
  streams.out(helpText(commandPath.replace("kubectl ", "")));
  return new Failure(`Unexpected args: [${words.join(" ")}]`);
}

function deleteContext({ world, streams, words }: Context): number {
  const config = world.kubeconfig.read();
  const [name = ""] = words;
  if (!config.contexts.some((one) => one.name === name)) {
    throw new Failure(`cannot delete context ${name}, not in ${CONFIG_PATH}`);
  }
  world.kubeconfig.write({ ...config, contexts: config.contexts.filter((one) => one.name !== name) });
  if (name === config.currentContext)
    streams.error(
      `warning: this removed your active context, use "kubectl config use-context" to select a different one\n`,
    );
  streams.out(`deleted context ${name} from ${CONFIG_PATH}\n`);
  return 0;
}

function renameContext(context: Context): number {
  const { world, streams, words } = context;
  const config = world.kubeconfig.read();
  const [name, next] = words;
  if (name === undefined || next === undefined) throw unexpectedArguments(context);
  if (!config.contexts.some((one) => one.name === name))
    throw new Failure(`cannot rename the context "${name}", it's not in ${CONFIG_PATH}`);
  if (config.contexts.some((one) => one.name === next))
    throw new Failure(`cannot rename the context "${name}", the context "${next}" already exists in ${CONFIG_PATH}`);
  const contexts = config.contexts.map((one) => (one.name === name ? { ...one, name: next } : one));
  const currentContext = config.currentContext === name ? next : config.currentContext;
  world.kubeconfig.write({ ...config, contexts, currentContext });
  streams.out(`Context "${name}" renamed to "${next}".\n`);
  return 0;
}

const CONFIG_PATH = "/root/.kube/config";

function view(context: Context): number {
  const { world, streams, flags, words } = context;
  if (words.length > 0) throw usageFailure(context, `unexpected arguments: [${words.join(" ")}]`);
  const config = world.kubeconfig.read();
  const shown = flags.isOn("minify")
    ? { ...config, contexts: config.contexts.filter(({ name }) => name === config.currentContext) }
    : config;
  streams.out((objectPrinter(context) ?? toYaml)(configObject(shown)));
  return 0;
}

function configObject({ contexts, currentContext, server }: Kubeconfig): object {
  const clusters = [...new Set(contexts.map(({ cluster }) => cluster).filter(Boolean))];
  const users = [...new Set(contexts.map(({ user }) => user).filter(Boolean))];
  return {
    apiVersion: "v1",
    clusters: clusters.map((name) => ({ cluster: { "certificate-authority-data": "DATA+OMITTED", server }, name })),
    contexts: contexts.map(({ name, cluster, user, namespace }) => ({
      context: { cluster, user, ...(namespace !== undefined && { namespace }) },
      name,
    })),
    "current-context": currentContext,
    kind: "Config",
    users: users.map((name) => ({
      name,
      user: { "client-certificate-data": "DATA+OMITTED", "client-key-data": "DATA+OMITTED" },
    })),
  };
}
