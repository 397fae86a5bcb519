// What Kubernetes itself says of a field, asked of the cluster's API once and kept.
import { ask, Refusal } from "../../state/engine-link.ts";
import type { ApiField } from "../language/hover.ts";

const kept = new Map<string, Promise<string | undefined>>();

/** A cluster with much to do is not waited for: its answer is there the next time. */
const WAIT_MS = 250;

/** The API's description of a field; undefined where it has none, and while the cluster does not answer. */
export function fieldDescription(field: ApiField): Promise<string | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, WAIT_MS));
  return Promise.race([describe(field), late]);
}

function describe(field: ApiField): Promise<string | undefined> {
  const key = [field.apiVersion, field.objectKind, ...field.path].join(" ");
  const known = kept.get(key);
  if (known) return known;
  const asked = ask("describe", field).then(
    ({ text }) => text,
    (refusal: unknown) => {
      kept.delete(key);
      if (refusal instanceof Refusal) return undefined;
      throw refusal;
    },
  );
  kept.set(key, asked);
  return asked;
}
