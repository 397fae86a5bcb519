import type { LongOption } from "../getopt.ts";
import { getopt } from "../getopt.ts";

export type WgetOptions = {
  readonly urls: readonly string[];
  readonly isQuiet: boolean;
  /** -nv: one line for each file. */
  readonly isBrief: boolean;
  readonly showsHeaders: boolean;
  readonly isSpider: boolean;
  readonly checksCertificate: boolean;
  readonly output?: string;
  readonly timeoutMs?: number;
  /** 0 is without end. */
  readonly tries: number;
  readonly hostHeader?: string;
  readonly postData?: string;
  readonly family?: "ipv4";
};

export type WgetCommand =
  | { readonly kind: "options"; readonly options: WgetOptions }
  | { readonly kind: "ended"; readonly exitCode: number; readonly out: string; readonly error: string };

const LONG: readonly LongOption[] = [
  { name: "quiet", short: "q" },
  { name: "verbose", short: "v" },
  { name: "no-verbose", short: "nv" },
  { name: "output-document", short: "O", argument: true },
  { name: "timeout", short: "T", argument: true },
  { name: "connect-timeout", short: "T", argument: true },
  { name: "read-timeout", argument: true },
  { name: "dns-timeout", argument: true },
  { name: "tries", short: "t", argument: true },
  { name: "server-response", short: "S" },
  { name: "spider" },
  { name: "no-check-certificate" },
  { name: "header", argument: true },
  { name: "user-agent", short: "U", argument: true },
  { name: "post-data", argument: true },
  { name: "method", argument: true },
  { name: "version", short: "V" },
  { name: "inet4-only", short: "4" },
  { name: "progress", argument: true },
];
const TRIES = 20;
const USAGE = "Usage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n";

/** Reads the words after "wget". */
export function parseWget(words: readonly string[]): WgetCommand {
  const read = getopt(
    words.map((word) => (/^-n[vc]$/.test(word) ? (word === "-nv" ? "--no-verbose" : "-v") : word)),
    "qvO:T:t:SU:V46b",
    LONG,
  );
  if (read.kind !== "read") {
    const what =
      read.kind === "missing"
        ? `option ${read.isLong ? `'--${read.name}' requires an argument` : `requires an argument -- '${read.name}'`}`
        : read.isLong
          ? `unrecognized option '--${read.name}'`
          : `invalid option -- '${read.name}'`;
    return { kind: "ended", exitCode: 2, out: "", error: `wget: ${what}\n${USAGE}` };
  }
  const { options, operands, all } = read;
  if (options.has("V")) return { kind: "ended", exitCode: 0, out: "GNU Wget 1.21.3 built on linux-gnu.\n", error: "" };
  if (operands.length === 0) return { kind: "ended", exitCode: 1, out: "", error: `wget: missing URL\n${USAGE}` };
  const [timeout, output, postData] = [options.get("T"), options.get("O"), options.get("post-data")];
  for (const [name, value] of [
    ["T", timeout],
    ["t", options.get("t")],
  ] as const)
    if (value !== undefined && !/^(\d+(\.\d+)?|inf)$/.test(value))
      return {
        kind: "ended",
        exitCode: 2,
        out: "",
        error: `wget: --${name === "T" ? "timeout" : "tries"}: Invalid ${name === "T" ? "time period" : "number"} ‘${value}’\n`,
      };
  const hosts = all.filter(([name, value]) => name === "header" && /^host:/i.test(value));
  const hostHeader = hosts.at(-1)?.[1].replace(/^host:\s*/i, "");
  const tries = options.get("t");
  return {
    kind: "options",
    options: {
      urls: operands,
      isQuiet: options.has("q"),
      isBrief: options.has("nv"),
      showsHeaders: options.has("S"),
      isSpider: options.has("spider"),
      checksCertificate: !options.has("no-check-certificate"),
      tries: tries === undefined ? TRIES : tries === "inf" ? 0 : Number(tries),
      ...(output !== undefined && { output }),
      ...(timeout !== undefined && Number(timeout) > 0 && { timeoutMs: Number(timeout) * 1000 }),
      ...(hostHeader !== undefined && { hostHeader }),
      ...(postData !== undefined && { postData }),
      ...(options.has("4") && { family: "ipv4" as const }),
    },
  };
}
