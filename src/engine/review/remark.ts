/** What is remarked; one code, one text of the page's catalogue. */
export type RemarkCode =
  | "SELECTOR_MATCHES_NOTHING"
  | "SELECTOR_NOT_OF_TEMPLATE"
  | "TARGET_PORT_CLOSED"
  | "TARGET_PORT_NAME"
  | "PROBE_PORT_NAME"
  | "NODE_PORT_TAKEN"
  | "BACKEND_PORT"
  | "OBJECT_MISSING"
  | "NAMESPACE_MISSING"
  | "KEY_MISSING"
  | "DUPLICATE_OBJECT"
  | "EXTERNAL_NAME_ADDRESS"
  | "EXTERNAL_NAME_URL"
  | "HOST_UNKNOWN";

/** One change of one field: its value, or its name. */
export type RemarkMend = {
  readonly path: string;
  readonly part: "key" | "value";
  readonly to: string;
  /** What the field reads then, as a person would say it: "app: numbers-api". */
  readonly reads: string;
};

/** What is remarked of a document (its index), at a path of it; `words` fill the blanks of the text. */
export type Remark = {
  readonly code: RemarkCode;
  readonly document: number;
  readonly path: string;
  readonly words: Readonly<Record<string, string>>;
  /** Mends that would make it right, the likeliest first. */
  readonly mends: readonly RemarkMend[];
};

/** A remark of the document that is reviewed. */
export type OwnRemark = Omit<Remark, "document">;
