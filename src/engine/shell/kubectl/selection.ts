// The objects that a command line is about: "svc", "svc/web deploy/web", "pods -l app=web", "-f -". As cli-runtime's resource.Builder.
import type { Resource } from "../../apiserver/resources.ts";
import type { KubernetesObject } from "../../model/objects.ts";
import type { ListQuery, ObjectPlace } from "./client.ts";
import type { Context } from "./command.ts";
import { readDocuments } from "./documents.ts";
import { Failure } from "./failure.ts";
import { requireResource, resourcesOfWord } from "./mapping.ts";

/** A question to the API server: a collection, one object by name, or the object of a document. */
export type Query =
  | { readonly kind: "list"; readonly resource: Resource; readonly namespace: string | undefined }
  | { readonly kind: "name"; readonly place: ObjectPlace; readonly source: string };

export type Selection = {
  readonly queries: readonly Query[];
  /** One object was meant, so that it is printed by itself and not as a list. */
  readonly isSingle: boolean;
  /** What the objects of a list must fulfil. */
  readonly selectors: ListQuery;
};

/** An object as it is in the cluster, and where the command line found it. */
export type Info = {
  readonly place: ObjectPlace;
  readonly object: KubernetesObject;
  /** The file it was named in; "" when it was named on the command line. */
  readonly source: string;
};

const NO_RESOURCES = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

export type SelectionOptions = {
  /** Whether a type alone means all of it. */
  readonly bareType: "all" | "refused";
  /** "unused" for a command whose --selector means something else. */
  readonly selectorFlags?: "unused";
};

/** What the words and -f, -l, -A, --all of a command ask for. */
export function selectionOf(context: Context, words: readonly string[], options: SelectionOptions): Selection {
  const selectors = options.selectorFlags === "unused" ? {} : selectorsOf(context);
  const files = context.flags.texts("filename");
  if (files.length > 0) return selectionOfFiles(context, words);
  if (words.length === 0) throw new Failure(NO_RESOURCES);
  const isAll = context.flags.isOn("all");
  const isSelected = (selectors.labelSelector ?? "") !== "" || (selectors.fieldSelector ?? "") !== "";
  if (isAll && (selectors.labelSelector ?? "") !== "") {
    throw new Failure(`setting 'all' parameter but found a non empty selector. `);
  }
  if (words.some((word) => word.includes("/"))) return selectionOfPairs(context, words, isSelected);
  const [types = "", ...names] = words;
  const resources = resourcesOfWord(types);
  if (names.length > 0) return selectionOfNames(context, { resources, names, isSelected });
  if (options.bareType === "refused" && !isAll && !isSelected) {
    throw new Failure("resource(s) were provided, but no name was specified");
  }
  const namespace = context.flags.isOn("all-namespaces") ? undefined : context.namespace;
  return {
    queries: resources.map((resource) => ({
      kind: "list",
      resource,
      namespace: resource.isNamespaced ? namespace : undefined,
    })),
    isSingle: false,
    selectors,
  };
}

/** The objects behind a selection; what the server does not have is a failure beside those that it has. */
export function fetchSelection(
  context: Context,
  selection: Selection,
): { readonly infos: readonly Info[]; readonly failures: readonly Failure[] } {
  const infos: Info[] = [];
  const failures: Failure[] = [];
  for (const query of selection.queries) {
    try {
      if (query.kind === "name") {
        const object = context.client.get(query.place, context.flags.text("subresource"));
        infos.push({ place: query.place, object, source: query.source });
      } else {
        for (const object of context.client.list(query.resource, query.namespace, selection.selectors)) {
          infos.push({ place: placeOf(query.resource, object), object, source: "" });
        }
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failures.push(error);
    }
  }
  return { infos, failures };
}

/** Where an object belongs, by its own metadata. */
export function placeOf(resource: Resource, object: KubernetesObject): ObjectPlace {
  return { resource, namespace: object.metadata.namespace, name: object.metadata.name };
}

function selectionOfFiles(context: Context, words: readonly string[]): Selection {
  if (words.length > 0) {
    throw new Failure(
      "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well",
    );
  }
  const { documents, failures } = readDocuments(context);
  const [failure] = failures;
  if (failure) throw failure;
  const queries = documents.map(({ place, source }) => ({ kind: "name", place, source }) as const);
  return { queries, isSingle: queries.length === 1, selectors: {} };
}

function selectionOfPairs(context: Context, words: readonly string[], isSelected: boolean): Selection {
  refuseSelectors(context, isSelected);
  const queries = words.map((word): Query => {
    const [type = "", name = "", ...more] = word.split("/");
    if (!word.includes("/")) {
      throw new Failure(
        "there is no need to specify a resource type as a separate argument when passing arguments in " +
          "resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource " +
          "resource/<resource_name>'",
      );
    }
    if (more.length > 0) {
      throw new Failure(`arguments in resource/name form may not have more than one slash`);
    }
    if (type === "" || name === "") {
      throw new Failure("arguments in resource/name form must have a single resource and name");
    }
    const resource = requireResource(type);
    return { kind: "name", place: named(context, resource, name), source: "" };
  });
  return { queries, isSingle: queries.length === 1, selectors: {} };
}

function selectionOfNames(
  context: Context,
  asked: { readonly resources: readonly Resource[]; readonly names: readonly string[]; readonly isSelected: boolean },
): Selection {
  const { resources, names } = asked;
  refuseSelectors(context, asked.isSelected);
  const queries = resources.flatMap((resource) =>
    names.map((name) => ({ kind: "name", place: named(context, resource, name), source: "" }) as const),
  );
  return { queries, isSingle: names.length === 1 && resources.length === 1, selectors: {} };
}

function refuseSelectors({ flags }: Context, isSelected: boolean): void {
  if (isSelected || flags.isOn("all")) throw new Failure("name cannot be provided when a selector is specified");
  if (flags.isOn("all-namespaces")) {
    throw new Failure("a resource cannot be retrieved by name across all namespaces");
  }
}

function named(context: Context, resource: Resource, name: string): ObjectPlace {
  return { resource, namespace: resource.isNamespaced ? context.namespace : undefined, name };
}

function selectorsOf({ flags }: Context): ListQuery {
  return { labelSelector: flags.text("selector"), fieldSelector: flags.text("field-selector") };
}
