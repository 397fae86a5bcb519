// How a kubectl command ends that cannot go on. As k8s.io/kubectl/pkg/cmd/util.CheckErr: raised anywhere below a command, written in kubectl.ts alone.
import { fieldAt, listAt, numberAt, textAt } from "../../apiserver/printers/fields.ts";
import { goQuote } from "../../apiserver/go-text.ts";

/** What the API server refused with, as kubectl keeps it. */
export type StatusFailure = {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: {
    readonly name: string;
    readonly kind: string;
    readonly causes: readonly { readonly field: string; readonly message: string }[];
  };
};

/** The end of a command: what goes to stderr ("" for nothing more) and the exit code. */
export class Failure extends Error {
  readonly exitCode: number;
  /** There when the API server said it. */
  readonly status: StatusFailure | undefined;

  constructor(message: string, options: { readonly exitCode?: number; readonly status?: StatusFailure } = {}) {
    super(message);
    this.exitCode = options.exitCode ?? 1;
    this.status = options.status;
  }
}

/** Several failures of one command, told together. */
export class Failures extends Error {
  readonly failures: readonly Failure[];

  constructor(failures: readonly Failure[]) {
    super(failures.map((failure) => failure.message).join("\n"));
    this.failures = failures;
  }
}

/** Ends the command, if anything failed: one failure as it is, several together. */
export function raiseAll(failures: readonly Failure[]): void {
  const [first, ...others] = failures;
  if (first === undefined) return;
  throw others.length === 0 ? first : new Failures(failures);
}

/** A metav1.Status as a failure. */
export function failureOfStatus(body: unknown, httpStatus: number): Failure {
  const message = textAt(body, "message");
  const details = fieldAt(body, "details");
  return new Failure(message, {
    status: {
      code: numberAt(body, "code") ?? httpStatus,
      reason: textAt(body, "reason"),
      message,
      ...(details === undefined
        ? {}
        : {
            details: {
              name: textAt(details, "name"),
              kind: textAt(details, "kind"),
              causes: listAt(details, "causes").map((cause) => ({
                field: textAt(cause, "field"),
                message: textAt(cause, "message"),
              })),
            },
          }),
    },
  });
}

/** The failure with where it happened: `error when creating "STDIN": …`. As cmdutil.AddSourceToErr. */
export function withSource(failure: Failure, verb: string, source: string): Failure {
  if (source === "") return failure;
  const message = `error when ${verb} ${goQuote(source)}: ${failure.message}`;
  return new Failure(message, failure.status ? { status: { ...failure.status, message } } : {});
}

/** What a failure prints, without the line's end. As cmdutil.checkErr. */
export function failureText(error: Failure | Failures): string {
  if (error instanceof Failures) {
    return error.failures.map((failure) => standardText(failure) ?? failure.message).join("\n");
  }
  if (error.status?.reason === "Invalid") return invalidText(error.status);
  const text = standardText(error) ?? error.message;
  return standardText(error) === undefined && text !== "" && !/^(error|Error in configuration): /.test(text)
    ? `error: ${text}`
    : text;
}

function standardText({ status }: Failure): string | undefined {
  if (!status) return undefined;
  return status.reason === ""
    ? `Error from server: ${status.message}`
    : `Error from server (${status.reason}): ${status.message}`;
}

function invalidText({ details, message }: StatusFailure): string {
  if (!details) return `The request is invalid${message === "" ? "" : `: ${message}`}`;
  const isNamed = details.kind !== "" || details.name !== "";
  const head = isNamed ? `The ${details.kind} ${goQuote(details.name)} is invalid` : "The request is invalid";
  const causes = [...new Set(details.causes.map((cause) => `${cause.field}: ${cause.message}`))];
  if (causes.length === 0) return isNamed || message === "" ? head : `${head}: ${message}`;
  return causes.length === 1 ? `${head}: ${causes[0]}` : `${head}: \n${causes.map((cause) => `* ${cause}`).join("\n")}`;
}
