import type { Draft } from "../draft.ts";
import type { FieldError } from "../validation/field-error.ts";

/** What is particular to a kind when it is written. As the registry's strategy.go of each kind. */
export type Strategy = {
  /** Fields of the spec that count for metadata.generation; without it the kind has no generation. */
  readonly generationOf?: (draft: Draft) => unknown;
  /** Changes a new object before it is checked. */
  readonly prepareCreate?: (draft: Draft) => void;
  /** Changes an update before it is checked. */
  readonly prepareUpdate?: (draft: Draft, before: Draft) => void;
  /** All that is wrong with a new object, metadata included, in the server's order. */
  readonly validate?: (draft: Draft) => FieldError[];
  /** All that is wrong with a change. */
  readonly validateUpdate?: (draft: Draft, before: Draft) => FieldError[];
  readonly validateStatusUpdate?: (draft: Draft, before: Draft) => FieldError[];
  /** Texts of Warning headers; `before` for an update. */
  readonly warnings?: (draft: Draft, before: Draft | undefined) => string[];
};
