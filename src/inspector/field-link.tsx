import { revealField, useFieldLocation } from "../state/editing.ts";
import type { FieldRef } from "../state/editing.ts";
import { LineLink } from "../ui/line-link.tsx";

/** A link to the line of the editor where a field is written. */
export function FieldLink({ reference }: { readonly reference: FieldRef }) {
  const location = useFieldLocation(reference);
  const words = reference.field ?? `${reference.object.kind} ${reference.object.name}`;
  return <LineLink location={location} words={words} onOpen={() => revealField(reference)} />;
}
