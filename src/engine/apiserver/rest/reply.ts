import type { ErrorStatus, Written } from "../api-server.ts";
import { badRequest, notFound } from "../status.ts";
import type { RestReply } from "../rest.ts";

/** A body that is no error. */
export function answer(body: unknown, status = 200, warnings: readonly string[] = []): RestReply {
  return { status, body, warnings };
}

/** A refusal as a metav1.Status. */
export function refusal({ code, reason, message, details }: ErrorStatus, warnings: readonly string[] = []): RestReply {
  const body = {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    reason,
    ...(details && { details }),
    code,
  };
  return { status: code, body, warnings };
}

/** What a write came to: the object, or the refusal. */
export function written(result: Written, status = 200): RestReply {
  return result.ok ? answer(result.object, status, result.warnings) : refusal(result.status);
}

/** For paths that the API does not have. */
export function noSuchPath(): RestReply {
  return refusal({
    ...notFound({ group: "", plural: "" }, ""),
    message: "the server could not find the requested resource",
  });
}

/** 400 with a text. */
export function bad(message: string): RestReply {
  return refusal(badRequest(message));
}
