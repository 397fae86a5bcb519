// Endpoints and EndpointSlices. As pkg/apis/core/validation and pkg/apis/discovery/validation.
import { draftIn, draftsIn, numberIn, textIn, textsIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { isJsonEqual } from "../json-equal.ts";
import { duplicate, invalid, notSupported, required, tooMany } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { isIpv6Text, validateIp, validateNonSpecialIp } from "./ip.ts";
import { validateImmutable, validateMeta, validateMetaUpdate } from "./meta.ts";
import { labelKeyProblems, labelProblems, labelValueProblems, subdomainProblems } from "./names.ts";
import { validatePortNumber } from "./numbers.ts";
import { validateProtocol } from "./service.ts";

const ADDRESS_TYPES = ["FQDN", "IPv4", "IPv6"];
const ENDPOINTS_MAX = 1000;
const ADDRESSES_MAX = 100;
const PORTS_MAX = 20_000;
const HINTS_MAX = 8;

/** Endpoints, new or changed. */
export function validateEndpoints(endpoints: Draft, before?: Draft): FieldError[] {
  const errors = validateMeta(endpoints, { isNamespaced: true, name: subdomainProblems });
  const own = draftsIn(endpoints, "subsets").flatMap((subset, index) => validateSubset(subset, `subsets[${index}]`));
  const isAsBefore = own.length > 0 && before && isJsonEqual(before["subsets"], endpoints["subsets"]);
  return isAsBefore ? errors : [...errors, ...own];
}

/** An EndpointSlice, new or changed. */
export function validateEndpointSlice(slice: Draft, before?: Draft): FieldError[] {
  const errors = validateMeta(slice, { isNamespaced: true, name: subdomainProblems });
  const type = textIn(slice, "addressType");
  if (type === "") errors.push(required("addressType"));
  else if (!ADDRESS_TYPES.includes(type)) errors.push(notSupported("addressType", type, ADDRESS_TYPES));
  errors.push(...validateSlicePorts(draftsIn(slice, "ports")));
  const own = validateSliceEndpoints(draftsIn(slice, "endpoints"), type);
  const isAsBefore = own.length > 0 && before && isJsonEqual(before["endpoints"], slice["endpoints"]);
  if (!isAsBefore) errors.push(...own);
  if (!before) return errors;
  return [
    ...errors,
    ...validateMetaUpdate(slice, before),
    ...validateImmutable(type, before["addressType"], "addressType"),
  ];
}

function validateSubset(subset: Draft, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const ports = draftsIn(subset, "ports");
  if (draftsIn(subset, "addresses").length + draftsIn(subset, "notReadyAddresses").length === 0) {
    errors.push(required(path, "must specify `addresses` or `notReadyAddresses`"));
  }
  for (const list of ["addresses", "notReadyAddresses"]) {
    for (const [index, address] of draftsIn(subset, list).entries()) {
      errors.push(...validateAddress(address, `${path}.${list}[${index}]`));
    }
  }
  for (const [index, port] of ports.entries()) {
    const at = `${path}.ports[${index}]`;
    const name = textIn(port, "name");
    if (name === "" && ports.length > 1) errors.push(required(`${at}.name`));
    else if (name !== "") errors.push(...labelProblems(name).map((problem) => invalid(`${at}.name`, name, problem)));
    errors.push(...validatePortNumber(numberIn(port, "port") ?? 0, `${at}.port`), ...validateProtocol(port, at));
    errors.push(...validateAppProtocol(port, at));
  }
  return errors;
}

function validateAddress(address: Draft, path: string): FieldError[] {
  const [ip, host] = [textIn(address, "ip"), textIn(address, "hostname")];
  const errors = validateIp(`${path}.ip`, ip);
  if (host !== "") errors.push(...labelProblems(host).map((problem) => invalid(`${path}.hostname`, host, problem)));
  errors.push(...validateNodeName(address, path));
  return [...errors, ...validateNonSpecialIp(`${path}.ip`, ip)];
}

function validateNodeName(endpoint: Draft, path: string): FieldError[] {
  if (endpoint["nodeName"] === undefined) return [];
  const name = textIn(endpoint, "nodeName");
  return subdomainProblems(name).map((problem) => invalid(`${path}.nodeName`, name, problem));
}

function validateAppProtocol(port: Draft, path: string): FieldError[] {
  if (port["appProtocol"] === undefined) return [];
  const protocol = textIn(port, "appProtocol");
  return labelKeyProblems(protocol).map((problem) => invalid(`${path}.appProtocol`, protocol, problem));
}

function validateSlicePorts(ports: readonly Draft[]): FieldError[] {
  if (ports.length > PORTS_MAX) return [tooMany("ports", ports.length, PORTS_MAX)];
  const names = new Set<string>();
  return ports.flatMap((port, index) => {
    const at = `ports[${index}]`;
    const name = textIn(port, "name");
    const errors = name === "" ? [] : labelProblems(name).map((problem) => invalid(`${at}.name`, name, problem));
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
    return [...errors, ...validateProtocol(port, at), ...validateAppProtocol(port, at)];
  });
}

function validateSliceEndpoints(endpoints: readonly Draft[], type: string): FieldError[] {
  if (endpoints.length > ENDPOINTS_MAX) return [tooMany("endpoints", endpoints.length, ENDPOINTS_MAX)];
  return endpoints.flatMap((endpoint, index) => {
    const at = `endpoints[${index}]`;
    const addresses = textsIn(endpoint, "addresses");
    const errors: FieldError[] = [];
    if (addresses.length === 0) errors.push(required(`${at}.addresses`, "must contain at least 1 address"));
    if (addresses.length > ADDRESSES_MAX) errors.push(tooMany(`${at}.addresses`, addresses.length, ADDRESSES_MAX));
    for (const [place, address] of addresses.entries()) {
      errors.push(...validateSliceAddress(address, { type, list: `${at}.addresses`, place }));
    }
    errors.push(...validateNodeName(endpoint, at));
    const host = textIn(endpoint, "hostname");
    if (endpoint["hostname"] !== undefined) {
      errors.push(...labelProblems(host).map((problem) => invalid(`${at}.hostname`, host, problem)));
    }
    return [...errors, ...validateHints(draftIn(endpoint, "hints"), `${at}.hints`)];
  });
}

function validateSliceAddress(
  address: string,
  { type, list, place }: { readonly type: string; readonly list: string; readonly place: number },
): FieldError[] {
  const field = `${list}[${place}]`;
  if (type === "FQDN") return validateDomain(address, field);
  if (type !== "IPv4" && type !== "IPv6") return [];
  const malformed = validateIp(field, address);
  if (malformed.length > 0) return malformed;
  const isRightFamily = isIpv6Text(address) === (type === "IPv6");
  const family = isRightFamily ? [] : [invalid(list, address, `must be an ${type} address`)];
  return [...family, ...validateNonSpecialIp(field, address)];
}

function validateDomain(address: string, field: string): FieldError[] {
  if (address === "") return [required(field)];
  const name = address.replace(/\.$/, "");
  const problems = subdomainProblems(name);
  if (problems.length > 0) return [invalid(field, name, problems.join(","))];
  if (name.split(".").length >= 2) return [];
  return [invalid(field, name, "should be a domain with at least two segments separated by dots")];
}

function validateHints(hints: Draft | undefined, path: string): FieldError[] {
  return (["forZones", "forNodes"] as const).flatMap((list) => {
    const named = draftsIn(hints, list);
    if (named.length > HINTS_MAX) return [tooMany(`${path}.${list}`, named.length, HINTS_MAX)];
    const names = named.map((each) => textIn(each, "name"));
    const rule = list === "forZones" ? labelValueProblems : subdomainProblems;
    return names.flatMap((name, index) => {
      const field = `${path}.${list}[${index}].name`;
      const twice = names.indexOf(name) < index ? [duplicate(field, name)] : [];
      return [...twice, ...rule(name).map((problem) => invalid(field, name, problem))];
    });
  });
}
