import { goQuote } from "../../../apiserver/go-text.ts";
import { fieldAt, listAt, mapAt, textAt } from "../../../apiserver/printers/fields.ts";
import type { Command, Context } from "../command.ts";
import { dryRunOf } from "../command.ts";
import { Failure, raiseAll } from "../failure.ts";
import { parseLabelPairs } from "../generators/objects.ts";
import { resultPrinter } from "../result-printer.ts";
import type { Info } from "../selection.ts";
import { fetchSelection, selectionOf } from "../selection.ts";
import { twoWayPatch } from "../patch/three-way.ts";
import { changedVariables, readVariables, withContainers } from "./set-env.ts";

export const setCommand: Command = {
  name: "set",
  commands: [
    { name: "env", run: runSetEnv },
    { name: "image", run: runSetImage },
    { name: "resources", run: runSetResources },
    { name: "selector", run: runSetSelector },
    { name: "serviceaccount", run: runSetServiceAccount },
  ],
};

/** What is named; nothing is changed when some of it is not there. */
function targetsOf(context: Context, words: readonly string[]): readonly Info[] {
  const { infos, failures } = fetchSelection(context, selectionOf(context, words, { bareType: "refused" }));
  raiseAll(failures);
  return infos;
}

/** Patches each; `bodyOf` gives undefined for an object that stays as it is, `refused` begins what the server's refusal says. */
function patchEach(
  context: Context,
  infos: readonly Info[],
  change: {
    readonly operation: string;
    readonly refused?: string;
    readonly bodyOf: (info: Info, failures: Failure[]) => unknown;
  },
): number {
  const { flags, client } = context;
  const dryRun = dryRunOf(flags);
  const print = resultPrinter(context, dryRun);
  const failures: Failure[] = [];
  const isLocal = dryRun === "client" || flags.isOn("local");
  for (const info of infos) {
    try {
      const body = change.bodyOf(info, failures);
      if (body === undefined) continue;
      const query = { dryRun: dryRun === "server" };
      const written = isLocal ? info.object : client.patch(info.place, { type: "strategic", body }, query);
      if (isLocal || written.metadata.resourceVersion !== info.object.metadata.resourceVersion || dryRun === "server") {
        print(info.place, written, change.operation);
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failures.push(change.refused === undefined ? error : new Failure(`${change.refused} ${error.message}`));
    }
  }
  raiseAll(failures);
  return 0;
}

/** Resources first, then KEY=VALUE words (and KEY-). */
function splitPairs(words: readonly string[]): {
  readonly resources: readonly string[];
  readonly pairs: readonly string[];
} {
  const first = words.findIndex((word) => /^[^/]*=/.test(word) || /^[\w.]+-$/.test(word));
  return first < 0 ? { resources: words, pairs: [] } : { resources: words.slice(0, first), pairs: words.slice(first) };
}

function runSetImage(context: Context): number {
  const { resources, pairs } = splitPairs(context.words);
  const infos = targetsOf(context, resources);
  if (pairs.length === 0) throw new Failure("at least one image update is required");
  const images = pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)] as const);
  return patchEach(context, infos, {
    operation: "image updated",
    refused: "failed to patch image update to pod template:",
    bodyOf: (info, failures) => {
      const missing = images.filter(([name]) => name !== "*" && !containersOf(info, [name]).length);
      failures.push(...missing.map(([name]) => new Failure(`error: unable to find container named ${goQuote(name)}`)));
      return inTemplate(info, (container) => {
        const image = images.findLast(([name]) => name === "*" || name === textAt(container, "name"));
        return image && { image: image[1] };
      });
    },
  });
}

function runSetEnv(context: Context): number {
  const { flags, streams } = context;
  const { resources, pairs } = splitPairs(context.words);
  const all = [...pairs, ...flags.texts("env")];
  if (resources.length === 0 && !flags.isGiven("filename")) {
    throw new Failure("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  }
  const infos = targetsOf(context, resources);
  if (flags.isOn("list")) {
    for (const info of infos) {
      for (const container of containersOf(info)) {
        streams.out(`# ${info.place.resource.kind} ${info.place.name}, container ${textAt(container, "name")}\n`);
        for (const one of listAt(container, "env")) streams.out(`${listedVariable(one)}\n`);
      }
    }
    return 0;
  }
  if (all.length === 0) return 0;
  const change = readVariables(all);
  const names = flags.text("containers");
  const pattern = new RegExp(
    `^${names
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  );
  return patchEach(context, infos, {
    operation: "env updated",
    refused: "failed to patch env update to pod template:",
    bodyOf: ({ object }) => {
      const isMeant = (container: unknown): boolean => pattern.test(textAt(container, "name"));
      const changed = withContainers(object, (container) =>
        isMeant(container) ? { ...container, env: changedVariables(listAt(container, "env"), change) } : container,
      );
      return twoWayPatch(object, changed, object);
    },
  });
}

/** A variable as `set env --list` shows it; of a reference, where it leads. As envutil.GetEnvVarRefString. */
function listedVariable(variable: unknown): string {
  const name = textAt(variable, "name");
  const from = fieldAt(variable, "valueFrom");
  if (from === undefined) return `${name}=${textAt(variable, "value")}`;
  for (const [field, noun] of [
    ["configMapKeyRef", "configmap"],
    ["secretKeyRef", "secret"],
  ] as const) {
    const reference = fieldAt(from, field);
    if (reference !== undefined)
      return `# ${name} from ${noun} ${textAt(reference, "name")}, key ${textAt(reference, "key")}`;
  }
  const resource = fieldAt(from, "resourceFieldRef");
  if (resource === undefined) return `# ${name} from field path ${textAt(from, "fieldRef", "fieldPath")}`;
  const container = textAt(resource, "containerName");
  return `# ${name} from resource field path ${container === "" ? "" : `${container}/`}${textAt(resource, "resource")}`;
}

function runSetResources(context: Context): number {
  const { flags, words } = context;
  const [limits, requests] = ["limits", "requests"].map((name) =>
    flags.text(name) === "" ? undefined : parseLabelPairs(flags.text(name)),
  );
  const infos = targetsOf(context, words);
  if (!limits && !requests) {
    throw new Failure("you must specify an update to requests or limits (in the form of --requests/--limits)");
  }
  return patchEach(context, infos, {
    operation: "resource requirements updated",
    refused: "failed to patch resources update to pod template",
    bodyOf: (info) =>
      inTemplate(info, () => ({ resources: { ...(limits && { limits }), ...(requests && { requests }) } })),
  });
}

function runSetServiceAccount(context: Context): number {
  const account = context.words.at(-1);
  if (account === undefined) throw new Failure("serviceaccount is required");
  return patchEach(context, targetsOf(context, context.words.slice(0, -1)), {
    operation: "serviceaccount updated",
    bodyOf: () => ({ spec: { template: { spec: { serviceAccountName: account } } } }),
  });
}

function runSetSelector(context: Context): number {
  const expression = context.words.at(-1) ?? "";
  const resources = context.words.slice(0, -1);
  if (!expression.includes("=") && !/\s(in|notin)\s/.test(expression))
    throw new Failure("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  const wanted = parseLabelPairs(expression);
  return patchEach(context, targetsOf(context, resources), {
    operation: "selector updated",
    bodyOf: ({ object }) => {
      if (object.kind !== "Service")
        throw new Failure(
          `selector for deployments.apps is immutable`.replace("deployments.apps", object.kind.toLowerCase()),
        );
      const before = Object.keys(mapAt(object, "spec", "selector"));
      const gone = before.filter((key) => !(key in wanted)).map((key) => [key, null] as const);
      return { spec: { selector: { ...Object.fromEntries(gone), ...wanted } } };
    },
  });
}

function containersOf({ object }: Info, names?: readonly string[]): readonly unknown[] {
  const spec = podSpecOf(object);
  const all = [...listAt(spec, "containers"), ...listAt(spec, "initContainers")];
  return names ? all.filter((container) => names.includes(textAt(container, "name"))) : all;
}

function podSpecOf(object: unknown): unknown {
  return textAt(object, "kind") === "Pod" ? fieldAt(object, "spec") : fieldAt(object, "spec", "template", "spec");
}

/** A patch of the containers in an object's pod template; undefined when none of them changes. */
function inTemplate({ object }: Info, changeOf: (container: unknown) => object | undefined): unknown {
  const spec = podSpecOf(object);
  const changed = (list: string) =>
    listAt(spec, list).flatMap((container) => {
      const change = changeOf(container);
      return change ? [{ name: textAt(container, "name"), ...change }] : [];
    });
  const [containers, initContainers] = [changed("containers"), changed("initContainers")];
  if (containers.length + initContainers.length === 0) return undefined;
  const change = { ...(containers.length > 0 && { containers }), ...(initContainers.length > 0 && { initContainers }) };
  return object.kind === "Pod" ? { spec: change } : { spec: { template: { spec: change } } };
}
