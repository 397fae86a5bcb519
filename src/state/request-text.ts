import type { RequestSpec } from "../engine/trace/trace.ts";
import { endpointText } from "./trace-names.ts";

/** What a request asks for, as one would type it: a URL, "ping web", "udp 10.0.0.1:53". */
export function requestText({ url, udp, ping, query, tcp }: RequestSpec): string {
  if (url !== undefined) return url;
  if (ping !== undefined) return `ping ${ping}`;
  if (udp !== undefined) return `udp ${endpointText(udp.host, udp.port)}`;
  if (tcp !== undefined) return `tcp ${endpointText(tcp.host, tcp.port)}`;
  return query === undefined ? "" : `${query.type} ${query.name}`;
}
