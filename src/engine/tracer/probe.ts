import { parseIpv4 } from "../model/address.ts";
import type { Container, Pod, Probe } from "../model/objects.ts";
import type { Process } from "../simulation/process.ts";
import type { RequestSpec } from "../trace/trace.ts";
import { Conversation } from "./conversation.ts";
import { exchangeHttp, secure } from "./http.ts";
import type { Failure } from "./tcp.ts";
import { close, connect } from "./tcp.ts";
import type { TracerWorld } from "./world.ts";

/** What a probe came to; `failure` is the kubelet's text after "Readiness probe failed: ". */
export type ProbeResult = "success" | { readonly failure: string };

/** Where a probe of the network goes. */
type Target = { readonly address: string; readonly port: number; readonly timeoutMs: number };

/**
 * Carries out an httpGet or tcpSocket probe (or grpc's connection) from the pod's node, as the kubelet does. Its packets meet
 * the node's rules like any other. A probe without one of these succeeds. As pkg/probe/http and pkg/probe/tcp word it.
 */
export function* probeNetwork(
  world: TracerWorld,
  { pod, container, probe }: { readonly pod: Pod; readonly container: Container; readonly probe: Probe },
): Process<ProbeResult> {
  const action = probe.httpGet ?? probe.tcpSocket ?? probe.grpc;
  if (!action) return "success";
  const port = portOf(action.port, container);
  const address = ("host" in action ? action.host : undefined) ?? pod.status?.podIP ?? "";
  if (port === undefined) return { failure: `couldn't find port: ${JSON.stringify(action.port)}` };
  const target = { address, port, timeoutMs: (probe.timeoutSeconds ?? 1) * 1000 };
  const from = { node: pod.spec.nodeName ?? "" };
  const request: RequestSpec = { from, tcp: { host: address, port }, trace: "none" };
  const host = world.network.host(from);
  if (!host) return { failure: `dial tcp ${address}:${port}: connect: no route to host` };
  const conversation = new Conversation(world, host, request);
  return yield* probe.httpGet ? probeHttp(conversation, target, probe.httpGet) : probeTcp(conversation, target);
}

function portOf(port: number | string, container: Container): number | undefined {
  if (typeof port === "number") return port;
  return (
    container.ports?.find(({ name }) => name === port)?.containerPort ?? (/^\d+$/.test(port) ? Number(port) : undefined)
  );
}

function* probeTcp(conversation: Conversation, target: Target): Process<ProbeResult> {
  const deadlineMs = conversation.nowMs + target.timeoutMs;
  const address = parseIpv4(target.address);
  if (!address) return { failure: `dial tcp: lookup ${target.address}: no such host` };
  const connected = yield* connect(conversation, { address, port: target.port }, deadlineMs);
  if (connected.kind !== "connected") return { failure: dialFailure(target, connected, "i/o timeout") };
  yield* close(conversation, connected.connection, "client");
  return "success";
}

function* probeHttp(
  conversation: Conversation,
  target: Target,
  { path = "/", scheme = "HTTP" }: NonNullable<Probe["httpGet"]>,
): Process<ProbeResult> {
  const deadlineMs = conversation.nowMs + target.timeoutMs;
  const url = `${scheme.toLowerCase()}://${target.address}:${target.port}${path.startsWith("/") ? path : `/${path}`}`;
  const failed = (text: string): ProbeResult => ({ failure: `Get ${JSON.stringify(url)}: ${text}` });
  const tooLate = "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
  const address = parseIpv4(target.address);
  if (!address) return failed(`dial tcp: lookup ${target.address}: no such host`);
  const connected = yield* connect(conversation, { address, port: target.port }, deadlineMs);
  if (connected.kind !== "connected") return failed(dialFailure(target, connected, tooLate));
  const { connection } = connected;
  const isTls = scheme === "HTTPS";
  const secured = isTls ? yield* secure(conversation, { connection, deadlineMs }) : undefined;
  if (secured?.kind === "no-tls") return failed("http: server gave HTTP response to HTTPS client");
  if (secured && secured.kind !== "secured") return failed(secured.kind === "timed-out" ? tooLate : "EOF");
  const request = { method: "GET", path, host: `${target.address}:${target.port}`, isTls };
  const exchanged = yield* exchangeHttp(conversation, { connection, request, deadlineMs });
  yield* close(conversation, connection, "client");
  if (exchanged.kind === "empty") return failed("EOF");
  if (exchanged.kind !== "response")
    return failed(exchanged.kind === "timed-out" ? tooLate : "read: connection reset by peer");
  const { status } = exchanged.response;
  return status >= 200 && status < 400 ? "success" : { failure: `HTTP probe failed with statuscode: ${status}` };
}

function dialFailure({ address, port }: Target, { kind }: Failure, timeout: string): string {
  const dial = `dial tcp ${address}:${port}`;
  switch (kind) {
    case "refused":
    case "reset":
      return `${dial}: connect: connection refused`;
    case "unreachable":
      return `${dial}: connect: no route to host`;
    default:
      return timeout === "i/o timeout" ? `${dial}: ${timeout}` : timeout;
  }
}
