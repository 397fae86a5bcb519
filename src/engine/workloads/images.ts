import type { Container } from "../model/objects.ts";

/** How a listener answers: the book's demo server, an echo of datagrams, CoreDNS itself, or CoreDNS' own HTTP pages. */
export type ServeKind = "demo" | "udp-echo" | "dns" | "coredns-page";

/** A socket that an image opens. */
export type ImagePort = {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  readonly address: "0.0.0.0" | "127.0.0.1";
  readonly serve: ServeKind;
};

/** What listens where, by an image's short name. As the recorded cluster's images did; `[]` listens nowhere. */
const PORTS_BY_IMAGE: Readonly<Record<string, readonly ImagePort[]>> = {
  "numbers-api": [tcp(80)],
  "numbers-web": [tcp(80)],
  nginx: [tcp(80)],
  sleep: [],
  busybox: [],
  alpine: [],
  agnhost: [tcp(8080), udp(8081)],
  "http-8080": [tcp(8080)],
  "http-3000": [tcp(3000)],
  hostname: [tcp(9376)],
  multi: [tcp(8080), tcp(9090), udp(9053)],
  "udp-echo": [udp(5353)],
  "tcp-udp": [tcp(53), udp(53)],
  "http-local": [{ ...tcp(80), address: "127.0.0.1" }],
  coredns: [
    { ...udp(53), serve: "dns" },
    { ...tcp(53), serve: "dns" },
    { ...tcp(9153), serve: "coredns-page" },
    { ...tcp(8080), serve: "coredns-page" },
    { ...tcp(8181), serve: "coredns-page" },
  ],
};

/** Images whose tools are BusyBox' applets over musl. */
const BUSYBOX_IMAGES: ReadonlySet<string> = new Set(["sleep", "busybox", "alpine"]);

/** "kiamol/ch03-numbers-api:v2" -> "numbers-api": the last path part without tag, digest and the book's chapter. */
export function shortImageName(image: string): string {
  const lastPart = image.slice(image.lastIndexOf("/") + 1).replace(/@.*$/, "");
  return lastPart.replace(/:.*$/, "").replace(/^ch03-/, "");
}

/** What a container opens: what its image does or, for an image that nobody knows, its declared ports. */
export function portsOf(container: Container): readonly ImagePort[] {
  const known = PORTS_BY_IMAGE[shortImageName(container.image ?? "")];
  if (known) return known;
  return (container.ports ?? []).flatMap(({ containerPort, protocol = "TCP" }) => {
    if (protocol === "SCTP") return [];
    return [protocol === "UDP" ? udp(containerPort) : tcp(containerPort)];
  });
}

/** Which userland `kubectl exec` meets. */
export function toolsOf(image: string): "busybox" | "toolbox" {
  return BUSYBOX_IMAGES.has(shortImageName(image)) ? "busybox" : "toolbox";
}

/** Whether a registry has the image; `unpullable` stands for every name that none has. */
export function isPullable(image: string): boolean {
  return shortImageName(image) !== "unpullable";
}

function tcp(port: number): ImagePort {
  return { protocol: "tcp", port, address: "0.0.0.0", serve: "demo" };
}

function udp(port: number): ImagePort {
  return { protocol: "udp", port, address: "0.0.0.0", serve: "udp-echo" };
}
