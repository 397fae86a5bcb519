import { hostnameOf, resolverHostOf } from "../dns/resolver-files.ts";
import { hostnameAt } from "./environment.ts";
import type { ToolPlace } from "./tool.ts";
import type { ShellWorld } from "./world.ts";

/** What `ls`, `cat` and redirections see: files that were written or given, and those that the system has. */
export type FileSystem = {
  read(path: string): string | undefined;
  write(path: string, text: string): void;
  append(path: string, text: string): void;
  remove(path: string): boolean;
  /** Names below a folder, sorted; undefined for what is no folder. */
  list(path: string): readonly string[] | undefined;
};

type Reads = Pick<ShellWorld, "api">;

/** The files of a place. Paths are taken from the place's working folder. */
export function fileSystemOf(world: Reads, place: ToolPlace): FileSystem {
  const folder = place.environment.get("PWD") ?? "/";
  const keyOf = (path: string) => keyFor(path, folder, place);
  const system = systemFiles(world, place);
  const read = (path: string) => place.files.get(keyOf(path)) ?? system.get(absolute(path, folder))?.();
  return {
    read,
    write: (path, text) => void place.files.set(keyOf(path), text),
    append: (path, text) => void place.files.set(keyOf(path), (read(path) ?? "") + text),
    remove: (path) => place.files.delete(keyOf(path)),
    list: (path) => {
      const all = [
        ...[...place.files.keys()].map((key) => absolute(key, homeOf(place))),
        ...system.keys(),
        `${homeOf(place)}/`,
      ];
      const here = absolute(path, folder).replace(/\/?$/, "/");
      const below = all.filter((name) => name.startsWith(here));
      if (below.length === 0) return undefined;
      const names = below.map((name) => name.slice(here.length).split("/")[0] ?? "");
      return [...new Set(names)].filter((name) => name !== "").toSorted();
    },
  };
}

/** "a//b/../c" from "/root" is "/root/a/c". */
export function absolute(path: string, folder: string): string {
  const full = path.startsWith("/") ? path : `${folder}/${path}`;
  const parts: string[] = [];
  for (const part of full.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** Files of the home folder are kept by their bare names: the editor's "web.yaml" is ~/web.yaml. */
function keyFor(path: string, folder: string, place: ToolPlace): string {
  const full = absolute(path, folder);
  const home = homeOf(place);
  return full.startsWith(`${home}/`) ? full.slice(home.length + 1) : full;
}

function homeOf({ environment }: ToolPlace): string {
  return environment.get("HOME") ?? "/root";
}

function systemFiles({ api }: Reads, place: ToolPlace): Map<string, () => string> {
  const { host, userland } = place;
  const files = new Map<string, () => string>([
    ["/etc/hostname", () => `${hostnameAt(api, host)}\n`],
    ["/etc/nsswitch.conf", () => (userland === "busybox" ? MUSL_NSSWITCH : GLIBC_NSSWITCH)],
    ["/etc/os-release", () => (userland === "busybox" ? ALPINE_RELEASE : DEBIAN_RELEASE)],
    ["/etc/hosts", () => (host ? resolverHostOf(host, api).hosts : "127.0.0.1\tlocalhost\n")],
    ["/etc/resolv.conf", () => (host ? resolverHostOf(host, api).resolvConf : "")],
  ]);
  if (host && "pod" in host) {
    const pod = api.get("Pod", host.pod, host.namespace);
    if (pod) files.set("/etc/hostname", () => `${hostnameOf(pod)}\n`);
    files.set("/var/run/secrets/kubernetes.io/serviceaccount/namespace", () => host.namespace);
  }
  return files;
}

const GLIBC_NSSWITCH = `# /etc/nsswitch.conf
#
# Example configuration of GNU Name Service Switch functionality.
# If you have the \`glibc-doc-reference' and \`info' packages installed, try:
# \`info libc "Name Service Switch"' for information about this file.

passwd:         files
group:          files
shadow:         files
gshadow:        files

hosts:          files dns
networks:       files

protocols:      db files
services:       db files
ethers:         db files
rpc:            db files

netgroup:       nis
`;

const MUSL_NSSWITCH = `# musl itself does not support NSS, however some third-party DNS
# implementations use the nsswitch.conf file to determine what
# policy to follow.
# Editing this file is not recommended.
hosts: files dns
`;

const DEBIAN_RELEASE = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
`;

const ALPINE_RELEASE = `NAME="Alpine Linux"
ID=alpine
VERSION_ID=3.20.3
PRETTY_NAME="Alpine Linux v3.20"
`;
