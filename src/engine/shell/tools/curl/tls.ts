import type { Process } from "../../../simulation/process.ts";
import type { Conversation } from "../../../tracer/conversation.ts";
import { secure } from "../../../tracer/http.ts";
import type { Connection } from "../../../tracer/tcp.ts";
import type { CurlFailure } from "./connect.ts";
import { elapsed } from "./connect.ts";
import { OPENSSL } from "./version.ts";

export type Secured = { readonly kind: "secured" } | CurlFailure;

export type CurlTls = {
  readonly connection: Connection;
  readonly isInsecure: boolean;
  readonly beganMs: number;
  readonly deadlineMs: number;
  readonly say: (line: string) => void;
  /** Lines of -v that are not curl's own words. */
  readonly note: (line: string) => void;
};

const HANDSHAKE = [
  "TLSv1.3 (IN), TLS handshake, Server hello (2):",
  "TLSv1.3 (IN), TLS handshake, Encrypted Extensions (8):",
  "TLSv1.3 (IN), TLS handshake, Request CERT (13):",
  "TLSv1.3 (IN), TLS handshake, Certificate (11):",
  "TLSv1.3 (IN), TLS handshake, CERT verify (15):",
  "TLSv1.3 (IN), TLS handshake, Finished (20):",
  "TLSv1.3 (OUT), TLS change cipher, Change cipher spec (1):",
  "TLSv1.3 (OUT), TLS handshake, Certificate (11):",
  "TLSv1.3 (OUT), TLS handshake, Finished (20):",
  "SSL connection using TLSv1.3 / TLS_AES_128_GCM_SHA256",
  "ALPN: server accepted h2",
];
const TRUSTED = [" CAfile: /etc/ssl/certs/ca-certificates.crt", " CApath: /etc/ssl/certs"];
const UNTRUSTED = "SSL certificate problem: unable to get local issuer certificate";
const MORE_DETAILS = `More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.`;

/** The handshake as OpenSSL 3.0 does it for curl. The API server's certificate is signed by the cluster's own authority. */
export function* secureForCurl(conversation: Conversation, wanted: CurlTls): Process<Secured> {
  const { connection, deadlineMs, say, note, isInsecure } = wanted;
  const { references } = connection.socket;
  say("ALPN: offers h2,http/1.1");
  note("} [5 bytes data]");
  say("TLSv1.3 (OUT), TLS handshake, Client hello (1):");
  note("} [512 bytes data]");
  if (!isInsecure) for (const line of TRUSTED) say(line);
  const secured = yield* secure(conversation, { connection, deadlineMs });
  switch (secured.kind) {
    case "secured":
      break;
    case "no-tls": {
      const message = `${OPENSSL}: error:0A00010B:SSL routines::wrong version number`;
      note("{ [5 bytes data]");
      say(message);
      return { kind: "failed", exitCode: 35, message, outcome: "reset", cause: { code: "BAD_REQUEST", references } };
    }
    case "timed-out": {
      const message = `SSL connection timeout`;
      say(message);
      return { kind: "failed", exitCode: 28, message, outcome: "timed-out", cause: secured.cause };
    }
    default: {
      const message = `OpenSSL SSL_connect: Connection reset by peer in connection to ${connection.ends.destination}:${connection.ends.destinationPort} `;
      say(message);
      return { kind: "failed", exitCode: 35, message, outcome: "reset", cause: secured.cause };
    }
  }
  if (!isInsecure) {
    for (const line of HANDSHAKE.slice(0, 4)) say(line);
    say("TLSv1.3 (OUT), TLS alert, unknown CA (560):");
    say(UNTRUSTED);
    const message = `${UNTRUSTED}\n${MORE_DETAILS}`;
    return { kind: "failed", exitCode: 60, message, outcome: "reset", cause: { code: "BAD_REQUEST", references } };
  }
  for (const line of HANDSHAKE) say(line);
  say("Server certificate:");
  say(" subject: CN=kube-apiserver");
  say(" issuer: CN=kubernetes");
  say(" SSL certificate verify result: unable to get local issuer certificate (20), continuing anyway.");
  say("using HTTP/2");
  return { kind: "secured" };
}

/** -m is over while the server's answer is awaited. */
export function operationTimedOut(conversation: Conversation, beganMs: number): string {
  return `Operation timed out after ${elapsed(conversation, beganMs)} milliseconds with 0 bytes received`;
}
