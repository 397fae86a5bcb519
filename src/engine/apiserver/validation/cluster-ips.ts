import { textIn, textsIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { isHeadless, needsClusterIp } from "../service-fields.ts";
import { duplicate, invalid, notSupported, required } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { isIpv6Text, validateIp } from "./ip.ts";

const FAMILIES = ["IPv4", "IPv6"];
const POLICIES = ["PreferDualStack", "RequireDualStack", "SingleStack"];

/** clusterIP, clusterIPs, ipFamilies and ipFamilyPolicy of a Service. As ValidateServiceClusterIPsRelatedFields. */
export function validateClusterIps(spec: Draft, before: Draft | undefined): FieldError[] {
  if (!needsClusterIp(spec)) return [];
  const addresses = textsIn(spec, "clusterIPs");
  const errors = [...validateSync(spec, addresses), ...validateFamilies(spec)];
  const malformed: FieldError[] = [];
  for (const [index, address] of addresses.entries()) {
    if (index === 0 && address === "None") {
      if (addresses.length > 1)
        malformed.push(invalid("spec.clusterIPs", addresses, "'None' must be the first and only value"));
    } else malformed.push(...validateIp(`spec.clusterIPs[${index}]`, address, textsIn(before, "clusterIPs")));
  }
  errors.push(...malformed);
  if (addresses.length > 2) errors.push(invalid("spec.clusterIPs", addresses, "may only hold up to 2 values"));
  if (malformed.length > 0) return errors;
  if (addresses.length > 1 && !isDualStack(addresses)) {
    errors.push(invalid("spec.clusterIPs", addresses, "may specify no more than one IP for each IP family"));
  }
  if (!isHeadless(spec)) errors.push(...matchFamilies(addresses, textsIn(spec, "ipFamilies")));
  return errors;
}

function validateSync(spec: Draft, addresses: readonly string[]): FieldError[] {
  const single = textIn(spec, "clusterIP");
  if (single === "") {
    return addresses.length > 0
      ? [invalid("spec.clusterIPs", addresses, "must be empty when `clusterIP` is not specified")]
      : [];
  }
  if (addresses.length === 0) return [required("spec.clusterIPs")];
  return addresses[0] === single ? [] : [invalid("spec.clusterIPs", addresses, "first value must match `clusterIP`")];
}

function validateFamilies(spec: Draft): FieldError[] {
  const errors: FieldError[] = [];
  const families = textsIn(spec, "ipFamilies");
  for (const [index, family] of families.entries()) {
    const field = `spec.ipFamilies[${index}]`;
    if (!FAMILIES.includes(family)) errors.push(notSupported(field, family, FAMILIES));
    if (families.indexOf(family) < index) errors.push(duplicate(field, family));
  }
  const policy = textIn(spec, "ipFamilyPolicy");
  if (policy !== "" && !POLICIES.includes(policy)) {
    errors.push(notSupported("spec.ipFamilyPolicy", policy, POLICIES));
  }
  return errors;
}

function matchFamilies(addresses: readonly string[], families: readonly string[]): FieldError[] {
  return addresses.flatMap((address, index) => {
    const family = families[index];
    if (family === undefined || (family === "IPv6") === isIpv6Text(address)) return [];
    const detail = `expected an ${family} value as indicated by \`ipFamilies[${index}]\``;
    return [invalid(`spec.clusterIPs[${index}]`, address, detail)];
  });
}

function isDualStack(addresses: readonly string[]): boolean {
  return addresses.some(isIpv6Text) && addresses.some((address) => !isIpv6Text(address));
}
