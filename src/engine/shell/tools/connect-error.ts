import { unhandled } from "../../model/unhandled.ts";
import type { Failure } from "../../tracer/tcp.ts";

/** strerror() of a connection that failed, as curl, wget and nc word it. */
export function connectError(failure: Failure): string {
  switch (failure.kind) {
    case "refused":
      return "Connection refused";
    case "unreachable":
      return "No route to host";
    case "reset":
      return "Connection reset by peer";
    case "timed-out":
      return "Connection timed out";
    default:
      throw unhandled(failure);
  }
}
