import type { Plugin } from "./plugin.ts";
import { cache } from "./plugins/cache.ts";
import { forward } from "./plugins/forward.ts";
import { hosts } from "./plugins/hosts.ts";
import { kubernetes } from "./plugins/kubernetes.ts";
import { loadbalance } from "./plugins/loadbalance.ts";
import { rewrite } from "./plugins/rewrite.ts";
import { template } from "./plugins/template.ts";
import { minimal } from "./plugins/minimal.ts";

/** The plugins that change answers, in the order in which CoreDNS is built with them (plugin.cfg), not that of the Corefile. */
export const PLUGINS: readonly (readonly [name: string, plugin: Plugin])[] = [
  ["loadbalance", loadbalance],
  ["cache", cache],
  ["rewrite", rewrite],
  ["minimal", minimal],
  ["template", template],
  ["hosts", hosts],
  ["kubernetes", kubernetes],
  ["forward", forward],
];

/** Directives that CoreDNS 1.14 knows and that change no answer here. */
export const SILENT_DIRECTIVES: ReadonlySet<string> = new Set([
  "root",
  "metadata",
  "geoip",
  "cancel",
  "tls",
  "quic",
  "timeouts",
  "multisocket",
  "reload",
  "nsid",
  "bufsize",
  "bind",
  "debug",
  "trace",
  "ready",
  "health",
  "pprof",
  "prometheus",
  "errors",
  "log",
  "dnstap",
  "local",
  "dns64",
  "acl",
  "any",
  "chaos",
  "tsig",
  "header",
  "dnssec",
  "autopath",
  "transfer",
  "route53",
  "azure",
  "clouddns",
  "k8s_external",
  "file",
  "auto",
  "secondary",
  "etcd",
  "loop",
  "grpc",
  "grpc_server",
  "https",
  "https3",
  "erratic",
  "whoami",
  "on",
  "sign",
  "view",
  "nomad",
  "import",
]);
