import type { Process } from "../../../simulation/process.ts";
import type { RequestSpec, Trace } from "../../../trace/trace.ts";
import type { TracerWorld } from "../../../tracer/world.ts";
import type { NetworkHost } from "../../../network/hosts.ts";
import type { Tool } from "../../tool.ts";
import { placeHost } from "../place-host.ts";
import { saveFile } from "../save-file.ts";
import { splitWords } from "../split-words.ts";
import { parseCurl } from "./options.ts";
import { CurlSession } from "./session.ts";

const VERSION = `curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1 OpenSSL/3.0.17 zlib/1.2.13 brotli/1.0.9 zstd/1.5.4 libidn2/2.3.3 libpsl/0.21.2 (+libidn2/2.3.3) libssh2/1.10.0 nghttp2/1.52.0 librtmp/2.3 OpenLDAP/2.5.13
Release-Date: 2023-02-20, security patched: 7.88.1-10+deb12u14
Protocols: dict file ftp ftps gopher gophers http https imap imaps ldap ldaps mqtt pop3 pop3s rtmp rtsp scp sftp smb smbs smtp smtps telnet tftp
Features: alt-svc AsynchDNS brotli GSS-API HSTS HTTP2 HTTPS-proxy IDN IPv6 Kerberos Largefile libz NTLM NTLM_WB PSL SPNEGO SSL threadsafe TLS-SRP UnixSockets zstd
`;

/** curl 7.88.1 as Debian 12 has it. */
export const curl: Tool<TracerWorld> = function* curl(world, words, streams, place) {
  const parsed = parseCurl(words.slice(1));
  if (parsed.kind === "version") {
    streams.out(VERSION);
    return 0;
  }
  if (parsed.kind === "usage") {
    streams.error(parsed.message);
    return 2;
  }
  const { ref, host } = placeHost(world, place);
  const { options } = parsed;
  if (!host) {
    streams.error("curl: (7) Couldn't connect to server\n");
    return 7;
  }
  const sink = {
    out: (text: string) => streams.out(text),
    error: (text: string) => streams.error(text),
    file: (name: string, text: string) => saveFile(world, place, { name, text }),
  };
  const session = new CurlSession(world, host, { options, sink });
  let exitCode = 0;
  for (const [index, target] of options.targets.entries()) {
    const request: RequestSpec = { from: ref, url: target.url };
    const done = yield* session.transfer(target, request, options.targets[index + 1]);
    streams.trace(done.trace);
    exitCode = done.exitCode;
  }
  return exitCode;
};

/** The request as `curl -s -S -m …` would send it from that host; the outcome has curl's own words and exit code. */
export function* curlRequest(world: TracerWorld, host: NetworkHost, request: RequestSpec): Process<Trace> {
  const { url = "", timeoutMs, curlArguments = "" } = request;
  const limit = timeoutMs === undefined ? [] : ["-m", String(timeoutMs / 1000)];
  const parsed = parseCurl(["-s", "-S", ...limit, ...splitWords(curlArguments), url]);
  const options = parsed.kind === "options" ? parsed.options : undefined;
  const sink = { out: () => undefined, error: () => undefined, file: () => undefined };
  const [target] = options?.targets.slice(-1) ?? [];
  if (!options || !target) {
    const stderr = parsed.kind === "usage" ? parsed.message.trimEnd() : "";
    const cause = { code: "BAD_REQUEST", references: [] } as const;
    const now = world.simulation.nowMs;
    const outcome = { kind: "unreachable", exitCode: 2, stderr, cause } as const;
    return { request, beganMs: now, endedMs: now, packets: [], outcome };
  }
  const { trace } = yield* new CurlSession(world, host, { options, sink }).transfer(target, request);
  return trace;
}
