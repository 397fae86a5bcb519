import { goQuote } from "../../../apiserver/go-text.ts";
import { Failure } from "../failure.ts";

/** "80" or "80:8080" or "80:http" as `create service` reads it. */
export function parsePortPair(text: string): { readonly port: number; readonly targetPort: number | string } {
  const [first = "", second] = text.split(":");
  const port = parsePort(first);
  if (second === undefined) return { port, targetPort: port };
  if (!/^[-+]?\d+$/.test(second)) {
    const problems = portNameProblems(second);
    if (problems.length > 0) throw new Failure(problems.join(","));
    return { port, targetPort: second };
  }
  const targetPort = Number(second);
  if (targetPort < 1 || targetPort > 65_535) throw new Failure("must be between 1 and 65535, inclusive");
  return { port, targetPort };
}

/** A port number in Go's words for what is none. As utilsnet.ParsePort. */
function parsePort(text: string): number {
  if (!/^\d+$/.test(text)) throw new Failure(`strconv.ParseUint: parsing ${goQuote(text)}: invalid syntax`);
  if (Number(text) > 65_535) throw new Failure(`strconv.ParseUint: parsing ${goQuote(text)}: value out of range`);
  return Number(text);
}

/** A port's number, or its name. As intstr.Parse. */
export function portOrName(text: string): number | string {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

// As validation.IsValidPortName.
function portNameProblems(name: string): readonly string[] {
  const problems: string[] = [];
  if (name.length > 15) problems.push("must be no more than 15 characters");
  if (!/^[-a-z0-9]+$/.test(name))
    problems.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  if (!/[a-z]/.test(name)) problems.push("must contain at least one letter (a-z)");
  if (name.includes("--")) problems.push("must not contain consecutive hyphens");
  if (/^-|-$/.test(name)) problems.push("must not begin or end with a hyphen");
  return problems;
}
