import { bringIn } from "../state/drift.ts";
import { objectToBringIn, revealField, useFieldLocation } from "../state/editing.ts";
import type { FieldRef } from "../state/editing.ts";
import { LineLink } from "../ui/line-link.tsx";

/** A link to the line of the editor where a field is written; where no file has its object, a way to open that as one. */
export function FieldLink({ reference }: { readonly reference: FieldRef }) {
  const location = useFieldLocation(reference);
  const words = reference.field ?? `${reference.object.kind} ${reference.object.name}`;
  const object = location ? undefined : objectToBringIn(reference.object);
  const missing = object && { object: `${object.kind} ${object.name}`, onBringIn: () => void bringIn(object) };
  return <LineLink location={location} words={words} onOpen={() => revealField(reference)} missing={missing} />;
}
