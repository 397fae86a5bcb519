// ClusterIPs and node ports. As pkg/registry/core/service/storage/alloc.go hands them out (one IPv4 range).
import { cidr, ipv4ToNumber, numberToIpv4, parseIpv4 } from "../../model/address.ts";
import type { Random } from "../../simulation/random.ts";
import type { ErrorStatus } from "../api-server.ts";
import { draftsIn, numberIn, textIn, textsIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import {
  allocatesNodePorts,
  hasNodePortType,
  isHeadless,
  needsClusterIp,
  needsHealthCheckPort,
  nodePortsOf,
  specOf,
} from "../service-fields.ts";
import { internalError, plainError, invalidObject } from "../status.ts";
import { invalid } from "../validation/field-error.ts";
import type { FieldError } from "../validation/field-error.ts";
import { initFamilies } from "./ip-families.ts";
import { NumberPool } from "./number-pool.ts";

export type PortRange = { readonly first: number; readonly last: number };

/** What a write takes and gives back, once it has gone through. */
export type Claims = {
  readonly addresses: Set<number>;
  readonly ports: Set<number>;
  readonly freedAddresses: Set<number>;
  readonly freedPorts: Set<number>;
};

const SERVICE_KIND = { group: "", kind: "Service" };
/** What a dry run shows as node port: past the range, as nothing is taken. */
const DRY_RUN_PORT = 32_768;

/** The cluster's Service addresses and node ports. Which are taken follows from the Services; nothing else is to be saved. */
export class ServiceAllocation {
  readonly #addresses: NumberPool;
  readonly #ports: NumberPool;
  readonly #network: string;
  readonly #portRange: PortRange;
  readonly #random: Random;

  constructor(options: { readonly serviceCidr: string; readonly nodePorts: PortRange; readonly random: Random }) {
    const network = cidr(options.serviceCidr);
    const size = 2 ** (32 - network.bits);
    this.#network = options.serviceCidr;
    this.#portRange = options.nodePorts;
    this.#random = options.random;
    this.#addresses = new NumberPool({
      first: network.base + 1,
      last: network.base + size - 2,
      bandSize: bandOf(size, { step: 16, most: 256 }),
    });
    const portCount = options.nodePorts.last - options.nodePorts.first + 1;
    this.#ports = new NumberPool({ ...options.nodePorts, bandSize: bandOf(portCount, { step: 32, most: 128 }) });
  }

  /** Takes what a stored Service has. */
  adopt(service: Draft): void {
    const { addresses, ports } = holdingsOf(specOf(service));
    for (const address of addresses) this.#addresses.take(address);
    for (const port of ports) this.#ports.take(port);
  }

  /** Gives back what a deleted Service had. */
  release(service: Draft): void {
    const { addresses, ports } = holdingsOf(specOf(service));
    for (const address of addresses) this.#addresses.release(address);
    for (const port of ports) this.#ports.release(port);
  }

  /** Fills addresses and ports in, or says why it cannot. Nothing is taken until `commit`. */
  allocate(job: {
    readonly service: Draft;
    readonly before: Draft | undefined;
    readonly name: string;
    readonly isDryRun: boolean;
  }): Claims | ErrorStatus {
    const spec = specOf(job.service);
    const before = job.before && specOf(job.before);
    const refuse = (errors: readonly FieldError[]): ErrorStatus => invalidObject(SERVICE_KIND, job.name, errors);
    const familyErrors = initFamilies(spec, before);
    if (familyErrors.length > 0) return refuse(familyErrors);
    const claims: Claims = {
      addresses: new Set(),
      ports: new Set(),
      freedAddresses: new Set(),
      freedPorts: new Set(),
    };
    const addressError = this.#claimAddress(spec, before, { claims, isDryRun: job.isDryRun });
    if (addressError) return "code" in addressError ? addressError : refuse([addressError]);
    const portError = this.#claimPorts(spec, before, { claims, isDryRun: job.isDryRun });
    if (portError) return "code" in portError ? portError : refuse([portError]);
    return claims;
  }

  commit(claims: Claims): void {
    for (const address of claims.freedAddresses) this.#addresses.release(address);
    for (const port of claims.freedPorts) this.#ports.release(port);
    for (const address of claims.addresses) this.#addresses.take(address);
    for (const port of claims.ports) this.#ports.take(port);
  }

  #claimAddress(spec: Draft, before: Draft | undefined, into: Claiming): FieldError | ErrorStatus | undefined {
    if (before && needsClusterIp(before)) {
      if (!isHeadless(before) && !needsClusterIp(spec)) {
        for (const address of holdingsOf(before).addresses) into.claims.freedAddresses.add(address);
      }
      return undefined;
    }
    if (!needsClusterIp(spec) || isHeadless(spec)) return undefined;
    const asked = textsIn(spec, "clusterIPs")[0] ?? "";
    if (asked !== "") return this.#askAddress(spec, asked, into.claims);
    const base = numberToIpv4(cidr(this.#network).base);
    const drawn = into.isDryRun ? undefined : this.#addresses.draw(this.#random, () => false);
    if (drawn === undefined && !into.isDryRun) {
      return internalError(`failed to allocate a serviceIP for Service: range is full`);
    }
    if (drawn !== undefined) into.claims.addresses.add(drawn);
    const address = drawn === undefined ? base : numberToIpv4(drawn);
    spec["clusterIP"] = address;
    spec["clusterIPs"] = [address];
    return undefined;
  }

  #askAddress(spec: Draft, asked: string, claims: Claims): FieldError | undefined {
    const refuse = (why: string): FieldError =>
      invalid("spec.clusterIPs", textsIn(spec, "clusterIPs"), `failed to allocate IP ${asked}: ${why}`);
    const value = parseIpv4(asked) === undefined ? -1 : ipv4ToNumber(asked);
    const [first, last] = [this.#addresses.first, this.#addresses.last];
    if (value < first - 1 || value > last + 1) return refuse("the provided network does not match the current range");
    if (!this.#addresses.contains(value)) {
      return refuse(`the provided IP (${asked}) is not in the valid range. The range of valid IPs is ${this.#network}`);
    }
    if (this.#addresses.isTaken(value)) return refuse("provided IP is already allocated");
    claims.addresses.add(value);
    return undefined;
  }

  #claimPorts(spec: Draft, before: Draft | undefined, into: Claiming): FieldError | ErrorStatus | undefined {
    const held = new Set(before ? nodePortsOf(before) : []);
    const problem = hasNodePortType(spec)
      ? before
        ? this.#updatePorts(spec, held, into)
        : this.#initPorts(spec, into)
      : undefined;
    if (problem) return problem;
    const kept = new Set(hasNodePortType(spec) ? nodePortsOf(spec) : []);
    for (const port of held) if (!kept.has(port)) into.claims.freedPorts.add(port);
    return this.#claimHealthCheckPort(spec, before, into);
  }

  #initPorts(spec: Draft, into: Claiming): FieldError | ErrorStatus | undefined {
    const given = new Map<number, number>();
    const ports = draftsIn(spec, "ports");
    for (const [index, port] of ports.entries()) {
      const wanted = numberIn(port, "nodePort") ?? 0;
      if (wanted === 0 && !allocatesNodePorts(spec)) continue;
      const number = numberIn(port, "port") ?? 0;
      const shared = given.get(number);
      if (shared === undefined) {
        const asked = ports
          .filter((other) => numberIn(other, "port") === number)
          .map((other) => numberIn(other, "nodePort") ?? 0);
        const got = this.#claimPort(asked.find((value) => value !== 0) ?? 0, index, into);
        if (typeof got !== "number") return got;
        port["nodePort"] = got;
        given.set(number, got);
      } else if (wanted === 0) port["nodePort"] = shared;
      else if (wanted !== shared) {
        const got = this.#claimPort(wanted, index, into);
        if (typeof got !== "number") return got;
      }
    }
    return undefined;
  }

  #updatePorts(spec: Draft, held: ReadonlySet<number>, into: Claiming): FieldError | ErrorStatus | undefined {
    const seen = new Set<string>();
    for (const [index, port] of draftsIn(spec, "ports").entries()) {
      const wanted = numberIn(port, "nodePort") ?? 0;
      if (wanted === 0 && !allocatesNodePorts(spec)) continue;
      if (!held.has(wanted) && !into.claims.ports.has(wanted)) {
        const got = this.#claimPort(wanted, index, into);
        if (typeof got !== "number") return got;
        port["nodePort"] = got;
      }
      const pair = `${textIn(port, "protocol")} ${numberIn(port, "nodePort")}`;
      if (seen.has(pair)) return plainError(`duplicate nodePort: {${pair}}`);
      seen.add(pair);
    }
    return undefined;
  }

  /** The number taken: the one asked for, or for 0 a drawn one. */
  #claimPort(wanted: number, index: number, into: Claiming): number | FieldError | ErrorStatus {
    if (wanted !== 0) {
      const why = this.#whyNotPort(wanted, into.claims);
      if (why !== undefined) return invalid(`spec.ports[${index}].nodePort`, wanted, why);
      into.claims.ports.add(wanted);
      return wanted;
    }
    const drawn = this.#drawPort(into);
    return drawn ?? internalError("failed to allocate a nodePort: range is full");
  }

  #drawPort({ claims, isDryRun }: Claiming): number | undefined {
    const drawn = isDryRun
      ? Math.max(DRY_RUN_PORT, ...claims.ports) + 1
      : this.#ports.draw(this.#random, (port) => claims.ports.has(port));
    if (drawn !== undefined) claims.ports.add(drawn);
    return drawn;
  }

  #whyNotPort(port: number, claims: Claims): string | undefined {
    const { first, last } = this.#portRange;
    if (!this.#ports.contains(port)) {
      return `provided port is not in the valid range. The range of valid ports is ${first}-${last}`;
    }
    return this.#ports.isTaken(port) || claims.ports.has(port) ? "provided port is already allocated" : undefined;
  }

  #claimHealthCheckPort(spec: Draft, before: Draft | undefined, into: Claiming): ErrorStatus | undefined {
    const [needed, needs] = [before !== undefined && needsHealthCheckPort(before), needsHealthCheckPort(spec)];
    if (needed && !needs && before) into.claims.freedPorts.add(numberIn(before, "healthCheckNodePort") ?? 0);
    if (!needs || needed) return undefined;
    const asked = numberIn(spec, "healthCheckNodePort") ?? 0;
    if (asked === 0) {
      const drawn = this.#drawPort(into);
      if (drawn === undefined) return internalError("failed to allocate a HealthCheck NodePort 0: range is full");
      spec["healthCheckNodePort"] = drawn;
      return undefined;
    }
    const why = this.#whyNotPort(asked, into.claims);
    if (why !== undefined) return internalError(`failed to allocate requested HealthCheck NodePort ${asked}: ${why}`);
    into.claims.ports.add(asked);
    return undefined;
  }
}

type Claiming = { readonly claims: Claims; readonly isDryRun: boolean };

function holdingsOf(spec: Draft): { readonly addresses: number[]; readonly ports: number[] } {
  const addresses =
    needsClusterIp(spec) && !isHeadless(spec)
      ? textsIn(spec, "clusterIPs").filter((address) => parseIpv4(address) !== undefined)
      : [];
  const health = numberIn(spec, "healthCheckNodePort") ?? 0;
  return {
    addresses: addresses.map(ipv4ToNumber),
    ports: [...nodePortsOf(spec), ...(needsHealthCheckPort(spec) && health !== 0 ? [health] : [])],
  };
}

/** How many numbers at the start of a range are kept for those that are asked for. */
function bandOf(size: number, { step, most }: { readonly step: number; readonly most: number }): number {
  return size <= 16 ? 0 : Math.min(Math.max(16, Math.floor(size / step)), most);
}
