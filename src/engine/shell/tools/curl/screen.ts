// What curl shows: the lines of -v, headers and bodies where they go, the meter, errors and -w.
import type { HttpResponse } from "../../../tracer/http.ts";
import type { CurlOptions, CurlTarget } from "./options.ts";
import { FULL_BAR, METER_HEAD, meterLine } from "./progress.ts";
import type { RequestHead } from "./request-head.ts";
import { utf8Length } from "./request-head.ts";
import type { CurlUrl } from "./url.ts";
import type { TransferFacts } from "./write-out.ts";
import { writeOut } from "./write-out.ts";

/** Where curl's output goes. */
export type CurlSink = {
  out(text: string): void;
  error(text: string): void;
  /** False: its folder is not there. */
  file(name: string, text: string): boolean;
};

export type CurlProblem = { readonly exitCode: number; readonly message: string };

type Shown = {
  readonly url: CurlUrl;
  readonly head: RequestHead;
  readonly target: CurlTarget;
  readonly response: HttpResponse;
  /** -f: the body is not read. */
  readonly isCut: boolean;
  readonly elapsedMs: number;
};

const EXIT_WRITE = 23;
const NOTHING_YET = { expected: 0, received: 0, uploaded: 0, elapsedMs: 0 };

/** The screen of one part of a command line. */
export class CurlScreen {
  readonly #options: CurlOptions;
  readonly #sink: CurlSink;
  #hasMeter = false;
  #isConnecting = false;

  constructor(options: CurlOptions, sink: CurlSink) {
    this.#options = options;
    const { errorsTo } = options;
    const toFile = errorsTo !== undefined && errorsTo !== "-" ? this.#appendTo(errorsTo, sink) : undefined;
    const error = toFile ?? ((text: string) => (errorsTo === "-" ? sink.out(text) : sink.error(text)));
    this.#sink = { ...sink, error };
  }

  /** A transfer begins. The meter is for those whose body does not go to the screen. */
  begin({ output }: CurlTarget): void {
    const { isSilent, meter } = this.#options;
    this.#hasMeter = output !== undefined && !isSilent && meter !== "none";
    if (this.#hasMeter && meter === "table") this.#sink.error(`${METER_HEAD}${meterLine(NOTHING_YET)}`);
  }

  connects(): void {
    this.#isConnecting = true;
  }

  /** A transfer is over without an answer; one that found no address has not moved the meter. */
  fails(): void {
    if (this.#hasMeter && this.#isConnecting && this.#options.meter === "table")
      this.#sink.error(`${meterLine(NOTHING_YET)}\n`);
  }

  say(line: string): void {
    if (this.#options.isVerbose) this.#sink.error(`* ${line}\n`);
  }

  /** A line of -v that is none of curl's own words: "} [512 bytes data]". */
  note(line: string): void {
    if (this.#options.isVerbose) this.#sink.error(`${line}\n`);
  }

  request({ lines, body }: RequestHead): void {
    const { user } = this.#options;
    if (user !== undefined) this.say(`Server auth using Basic with user '${user.replace(/:.*$/s, "")}'`);
    for (const line of [...lines, ""]) this.note(`> ${line}`);
    if (!body || body.kind === "upload" || body.text === "") return;
    this.note(`} [${utf8Length(body.text)} bytes data]`);
    if (body.kind === "form") this.say("We are completely uploaded and fine");
  }

  /** The answer: its head, its body, the meter; what could not be written. */
  response(shown: Shown): CurlProblem | undefined {
    const { url, head, target, response, isCut, elapsedMs } = shown;
    const { isVerbose, failsOnStatus, includesHeaders, isHead, headersTo, cookiesTo } = this.#options;
    const lines = headLines(url, response);
    const isUpload = head.body?.kind === "upload";
    if (isUpload) this.note("< HTTP/1.1 100 Continue");
    for (const line of isCut ? lines.slice(0, -1) : lines) this.note(`< ${line}`);
    const body = isCut ? "" : response.body;
    if (isVerbose && body !== "") this.note(`{ [${utf8Length(body)} bytes data]`);
    if (isUpload && response.closes) this.say("we are done reading and this is set to close, stop send");
    const dumped = headersTo === "-" ? lines : [];
    const included = includesHeaders || isHead ? lines : [];
    const shownLines = lines.flatMap((_, at) => [...dumped.slice(at, at + 1), ...included.slice(at, at + 1)]);
    const received = utf8Length(body);
    const problem = this.#write(target, { dumped, text: `${shownLines.map((line) => `${line}\n`).join("")}${body}` });
    if (headersTo !== undefined && headersTo !== "-")
      this.#sink.file(headersTo, lines.map((line) => `${line}\n`).join(""));
    if (cookiesTo !== undefined) this.#put(cookiesTo, COOKIE_FILE);
    this.#meter({ expected: expectedOf(response), received, uploaded: utf8Length(head.body?.text ?? ""), elapsedMs });
    if (response.status >= 400 && failsOnStatus !== "no" && isCut)
      this.say(`The requested URL returned error: ${response.status}`);
    return problem;
  }

  complain(exitCode: number, message: string): void {
    const { isSilent, showsErrors } = this.#options;
    if (!isSilent || showsErrors) this.#sink.error(`curl: (${exitCode}) ${message}\n`);
  }

  warn(text: string): void {
    if (!this.#options.isSilent) this.#sink.error(`Warning: ${text}\n`);
  }

  writeOut(facts: TransferFacts, exitCode: number): void {
    const { writeOut: format } = this.#options;
    if (format === undefined) return;
    for (const { stream, text } of writeOut(format, facts, exitCode)) {
      if (stream === "stdout") this.#sink.out(text);
      else this.#sink.error(text);
    }
  }

  #write(
    target: CurlTarget,
    { text }: { readonly dumped: readonly string[]; readonly text: string },
  ): CurlProblem | undefined {
    const { output } = target;
    if (output === undefined) {
      this.#sink.out(text);
      return undefined;
    }
    if (output === "") {
      if (!this.#options.isSilent) this.#sink.error("curl: Remote file name has no length!\n");
      return { exitCode: EXIT_WRITE, message: "Failed writing received data to disk/application" };
    }
    if (this.#put(output, text)) return undefined;
    this.warn(`Failed to open the file ${output}: No such file or directory`);
    return { exitCode: EXIT_WRITE, message: "Failure writing output to destination" };
  }

  #put(name: string, text: string): boolean {
    if (name !== "-") return this.#sink.file(name, text);
    this.#sink.out(text);
    return true;
  }

  #meter(progress: Parameters<typeof meterLine>[0]): void {
    if (!this.#hasMeter) return;
    this.#sink.error(`${this.#options.meter === "bar" ? FULL_BAR : meterLine(progress)}\n`);
  }

  #appendTo(name: string, sink: CurlSink): (text: string) => void {
    let all = "";
    return (text) => {
      all += text;
      sink.file(name, all);
    };
  }
}

const COOKIE_FILE = `# Netscape HTTP Cookie File
# https://curl.se/docs/http-cookies.html
# This file was generated by libcurl! Edit at your own risk.

`;

function expectedOf({ headers, body }: HttpResponse): number {
  const length = headers.find(([name]) => name.toLowerCase() === "content-length")?.[1];
  return length === undefined ? utf8Length(body) : Number(length);
}

/** The status line and the headers, and the empty line after them. HTTP/2 has no reason, and its names are in lower case. */
export function headLines(url: Pick<CurlUrl, "scheme">, { status, reason, headers }: HttpResponse): readonly string[] {
  if (url.scheme === "https")
    return [`HTTP/2 ${status} `, ...headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`), ""];
  const version = headers.length > 0 ? "1.1" : "1.0";
  return [`HTTP/${version} ${status} ${reason}`, ...headers.map(([name, value]) => `${name}: ${value}`), ""];
}
