// What a command line of curl asks for. command-line.ts reads it.
/** One URL to fetch: where its body goes ("-" and nothing are standard output), what is sent there with -T. */
export type CurlTarget = { readonly url: string; readonly output: string | undefined; readonly upload?: string };

/** How much curl says: for all of a command line. */
export type CurlTalk = {
  readonly isVerbose: boolean;
  readonly isSilent: boolean;
  readonly showsErrors: boolean;
  readonly meter: "table" | "bar" | "none";
  /** --stderr: a file, or "-" for standard output. */
  readonly errorsTo?: string;
};

/** What one part of a command line (up to --next) asks for. */
export type CurlOptions = CurlTalk & {
  readonly targets: readonly CurlTarget[];
  readonly includesHeaders: boolean;
  readonly isHead: boolean;
  readonly failsOnStatus: "no" | "at-once" | "with-body";
  readonly isInsecure: boolean;
  readonly follows: boolean;
  readonly isPathAsIs: boolean;
  readonly isCompressed: boolean;
  readonly createsFolders: boolean;
  readonly httpVersion: "1.0" | "1.1" | "2";
  readonly redirectsMax: number;
  readonly timeoutMs?: number;
  readonly connectTimeoutMs?: number;
  readonly method?: string;
  readonly headers: readonly string[];
  readonly data?: string;
  readonly isJson: boolean;
  readonly form: readonly string[];
  readonly userAgent?: string;
  readonly user?: string;
  readonly bearer?: string;
  readonly referer?: string;
  readonly range?: string;
  readonly cookie?: string;
  readonly writeOut?: string;
  readonly headersTo?: string;
  readonly cookiesTo?: string;
  /** "[http://]host[:port]" */
  readonly proxy?: string;
  /** "host:port:address[,address]" */
  readonly resolves: readonly string[];
  /** "host:port:host:port" */
  readonly connectTos: readonly string[];
  readonly interface?: string;
  readonly localPort?: number;
  readonly family?: "ipv4" | "ipv6";
  readonly retries: number;
  readonly retryDelayMs: number;
  readonly retryMaxMs: number;
  readonly retriesRefused: boolean;
  readonly retriesAll: boolean;
};

/** What curl says of a wrong command line. */
export type CurlUsage = { readonly kind: "usage"; readonly message: string; readonly exitCode: number };
/** The files that a command line may name; "-" is standard input. */
export type CurlFiles = { read(path: string): string | undefined };

/** A value while it is made. */
export type Writable<T> = { -readonly [Field in keyof T]: T[Field] };
