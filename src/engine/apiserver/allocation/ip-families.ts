// ipFamilies and ipFamilyPolicy of a Service on a cluster with IPv4 only. As alloc.go's initIPFamilyFields fills them in.
import { textIn, textsIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { hasSelector, isSameList, needsClusterIp } from "../service-fields.ts";
import { invalid } from "../validation/field-error.ts";
import type { FieldError } from "../validation/field-error.ts";
import { validateClusterIps } from "../validation/cluster-ips.ts";

const CONFIGURED = ["IPv4"];

/** Fills the families in; gives what is wrong with what was asked. */
export function initFamilies(spec: Draft, before: Draft | undefined): FieldError[] {
  if (!needsClusterIp(spec) || keepsPreferDualStack(spec, before)) return [];
  const isHeadlessWithoutSelector = textIn(spec, "clusterIP") === "None" && !hasSelector(spec);
  if (textIn(spec, "ipFamilyPolicy") === "") {
    const old = textIn(before, "ipFamilyPolicy");
    spec["ipFamilyPolicy"] = old !== "" ? old : isHeadlessWithoutSelector ? "RequireDualStack" : "SingleStack";
  }
  const wrong = validateClusterIps(spec, before);
  if (wrong.length > 0) return wrong;
  const mismatched = [
    ...(before ? releaseSecondary(spec, before) : []),
    ...(textIn(spec, "ipFamilyPolicy") === "SingleStack" ? refuseSecond(spec) : []),
    ...inferFamilies(spec),
  ];
  if (mismatched.length > 0) return mismatched;
  if (isHeadlessWithoutSelector) {
    initHeadlessFamilies(spec);
    return [];
  }
  const unconfigured = refuseUnconfigured(spec);
  if (unconfigured.length === 0 && textsIn(spec, "ipFamilies").length === 0) spec["ipFamilies"] = [...CONFIGURED];
  return unconfigured;
}

function keepsPreferDualStack(spec: Draft, before: Draft | undefined): boolean {
  return (
    before !== undefined &&
    textIn(spec, "ipFamilyPolicy") === "PreferDualStack" &&
    ["", "PreferDualStack"].includes(textIn(before, "ipFamilyPolicy")) &&
    textIn(before, "type") === textIn(spec, "type") &&
    isSameList(textsIn(before, "clusterIPs"), textsIn(spec, "clusterIPs")) &&
    isSameList(textsIn(before, "ipFamilies"), textsIn(spec, "ipFamilies"))
  );
}

function releaseSecondary(spec: Draft, before: Draft): FieldError[] {
  const policy = textIn(spec, "ipFamilyPolicy");
  const errors: FieldError[] = [];
  for (const [field, what] of [
    ["clusterIPs", "cluster IP"],
    ["ipFamilies", "IP family"],
  ] as const) {
    const [now, then] = [textsIn(spec, field), textsIn(before, field)];
    if (policy === "SingleStack") {
      if (isSameList(now, then) && now.length > 1) spec[field] = now.slice(0, 1);
    } else if (now.length > 0 && now.length < then.length) {
      errors.push(invalid("spec.ipFamilyPolicy", policy, `must be 'SingleStack' to release the secondary ${what}`));
    }
  }
  return errors;
}

function refuseSecond(spec: Draft): FieldError[] {
  return (
    [
      ["clusterIPs", "cluster IPs"],
      ["ipFamilies", "IP families"],
    ] as const
  )
    .filter(([field]) => textsIn(spec, field).length === 2)
    .map(([, what]) =>
      invalid(
        "spec.ipFamilyPolicy",
        textIn(spec, "ipFamilyPolicy"),
        `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`,
      ),
    );
}

function inferFamilies(spec: Draft): FieldError[] {
  const addresses = textsIn(spec, "clusterIPs");
  const families = [...textsIn(spec, "ipFamilies")];
  const errors: FieldError[] = [];
  for (const [index, address] of addresses.entries()) {
    if (address === "None") break;
    if (index < families.length) continue;
    const family = address.includes(":") ? "IPv6" : "IPv4";
    if (CONFIGURED.includes(family)) families.push(family);
    else errors.push(invalid(`spec.clusterIPs[${index}]`, addresses, `${family} is not configured on this cluster`));
  }
  if (families.length > 0) spec["ipFamilies"] = families;
  return errors;
}

function initHeadlessFamilies(spec: Draft): void {
  const families = textsIn(spec, "ipFamilies");
  const [first = "IPv4"] = families;
  const other = first === "IPv4" ? "IPv6" : "IPv4";
  if (families.length < 2) {
    spec["ipFamilies"] = textIn(spec, "ipFamilyPolicy") === "SingleStack" ? [first] : [first, other];
  }
}

function refuseUnconfigured(spec: Draft): FieldError[] {
  const policy = textIn(spec, "ipFamilyPolicy");
  const errors =
    policy === "RequireDualStack"
      ? [invalid("spec.ipFamilyPolicy", policy, "this cluster is not configured for dual-stack services")]
      : [];
  for (const [index, family] of textsIn(spec, "ipFamilies").entries()) {
    if (!CONFIGURED.includes(family)) {
      errors.push(invalid(`spec.ipFamilies[${index}]`, family, "not configured on this cluster"));
    }
  }
  return errors;
}
