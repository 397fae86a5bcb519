// What names, labels and keys look like. As apimachinery's pkg/util/validation and pkg/api/validate/content: each function gives
// what is wrong with a text, nothing when it is right.

const LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const UNDERSCORED_LABEL = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
const UNDERSCORED_SUBDOMAIN = `${UNDERSCORED_LABEL}(\\.${UNDERSCORED_LABEL})*`;
const DNS1035_LABEL = "[a-z]([-a-z0-9]*[a-z0-9])?";
const QUALIFIED_NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const LABEL_VALUE = `(${QUALIFIED_NAME})?`;
const WILDCARD_SUBDOMAIN = `\\*\\.${SUBDOMAIN}`;
const CONFIG_KEY = "[-._a-zA-Z0-9]+";
const PERCENT = "[0-9]+%";
const HEADER_NAME = "[-A-Za-z0-9]+";

const SUBDOMAIN_LENGTH_MAX = 253;
const LABEL_LENGTH_MAX = 63;
const PORT_NAME_LENGTH_MAX = 15;

const matchers = new Map<string, RegExp>();

/** An RFC 1123 label: "my-name". */
export function labelProblems(text: string): string[] {
  const problems = lengthProblems(text, LABEL_LENGTH_MAX);
  if (matches(LABEL, text)) return problems;
  if (matches(SUBDOMAIN, text)) return [...problems, "must not contain dots"];
  const rule =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
  return [...problems, regexProblem(rule, LABEL, "my-name", "123-abc")];
}

/** An RFC 1123 subdomain: "example.com". */
export function subdomainProblems(text: string): string[] {
  const problems = lengthProblems(text, SUBDOMAIN_LENGTH_MAX);
  if (matches(SUBDOMAIN, text)) return problems;
  const rule =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
  return [...problems, regexProblem(rule, SUBDOMAIN, "example.com")];
}

/** As `subdomainProblems`, underscores allowed: search domains of a pod's DNS. */
export function underscoredSubdomainProblems(text: string): string[] {
  const problems = lengthProblems(text, SUBDOMAIN_LENGTH_MAX);
  if (matches(UNDERSCORED_SUBDOMAIN, text)) return problems;
  const rule =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";
  return [...problems, regexProblem(rule, UNDERSCORED_SUBDOMAIN, "example.com")];
}

/** An RFC 1035 label: begins with a letter. */
export function dns1035LabelProblems(text: string): string[] {
  const problems = lengthProblems(text, LABEL_LENGTH_MAX);
  if (matches(DNS1035_LABEL, text)) return problems;
  const rule =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
  return [...problems, regexProblem(rule, DNS1035_LABEL, "my-name", "abc-123")];
}

/** "*.example.com". */
export function wildcardSubdomainProblems(text: string): string[] {
  const problems = lengthProblems(text, SUBDOMAIN_LENGTH_MAX);
  if (matches(WILDCARD_SUBDOMAIN, text)) return problems;
  const rule =
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
  return [...problems, regexProblem(rule, WILDCARD_SUBDOMAIN, "*.example.com")];
}

/** A label's key: "app", "example.com/app". */
export function labelKeyProblems(text: string): string[] {
  const parts = text.split("/");
  const rule =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  const formProblem = regexProblem(rule, QUALIFIED_NAME, "MyName", "my.name", "123-abc");
  if (parts.length > 2) {
    return [
      `a valid label key ${formProblem} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const name = parts.at(-1) ?? "";
  const prefix = parts.length === 2 ? (parts[0] ?? "") : undefined;
  const problems: string[] = [];
  if (prefix === "") problems.push("prefix part must be non-empty");
  else if (prefix !== undefined) {
    const inBytes = subdomainProblems(prefix).map((problem) => problem.replace(/characters$/, "bytes"));
    problems.push(...inBytes.map((problem) => `prefix part ${problem}`));
  }
  if (name === "") problems.push("name part must be non-empty");
  else problems.push(...bytesTooMany(name, LABEL_LENGTH_MAX).map((problem) => `name part ${problem}`));
  if (!matches(QUALIFIED_NAME, name)) problems.push(`name part ${formProblem}`);
  return problems;
}

/** A label's value; "" is one. */
export function labelValueProblems(text: string): string[] {
  const problems = bytesTooMany(text, LABEL_LENGTH_MAX);
  if (matches(LABEL_VALUE, text)) return problems;
  const rule =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  return [...problems, regexProblem(rule, LABEL_VALUE, "MyValue", "my_value", "12345")];
}

/** The name of a container's port, that a targetPort may name. */
export function portNameProblems(text: string): string[] {
  const problems = lengthProblems(text, PORT_NAME_LENGTH_MAX);
  if (!/^[-a-z0-9]+$/.test(text)) {
    problems.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  }
  if (!/[a-z]/.test(text)) problems.push("must contain at least one letter (a-z)");
  if (text.includes("--")) problems.push("must not contain consecutive hyphens");
  if (/^-|-$/.test(text)) problems.push("must not begin or end with a hyphen");
  return problems;
}

/** The key of a ConfigMap or a Secret: a file's name. */
export function configKeyProblems(text: string): string[] {
  const problems = lengthProblems(text, SUBDOMAIN_LENGTH_MAX);
  if (!matches(CONFIG_KEY, text)) {
    const rule = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
    problems.push(regexProblem(rule, CONFIG_KEY, "key.name", "KEY_NAME", "key-name"));
  }
  if (text === ".") problems.push("must not be '.'");
  else if (text === "..") problems.push("must not be '..'");
  else if (text.startsWith("..")) problems.push("must not start with '..'");
  return problems;
}

/** An environment variable's name: printable ASCII but for "=". */
export function envNameProblems(text: string): string[] {
  if (text === "") return ["environment variable name must be non-empty"];
  if (/^[ -<>-~]*$/.test(text)) return [];
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** "25%". */
export function percentProblems(text: string): string[] {
  if (matches(PERCENT, text)) return [];
  const rule = "a valid percent string must be a numeric string followed by an ending '%'";
  return [regexProblem(rule, PERCENT, "1%", "93%")];
}

/** "X-Header-Name". */
export function headerNameProblems(text: string): string[] {
  if (matches(HEADER_NAME, text)) return [];
  return [
    regexProblem("a valid HTTP header must consist of alphanumeric characters or '-'", HEADER_NAME, "X-Header-Name"),
  ];
}

/** What no name may be or hold, as it is a part of a path. */
export function pathSegmentProblems(text: string): string[] {
  if (text === "." || text === "..") return [`may not be '${text}'`];
  return ["/", "%"].filter((part) => text.includes(part)).map((part) => `may not contain '${part}'`);
}

/** `rule (e.g. 'a',  or 'b', regex used for validation is '…')`. */
export function regexProblem(rule: string, regex: string, ...examples: readonly string[]): string {
  if (examples.length === 0) return `${rule} (regex used for validation is '${regex}')`;
  const told = examples.map((example) => `'${example}', `).join(" or ");
  return `${rule} (e.g. ${told}regex used for validation is '${regex}')`;
}

/** "must be between 1 and 65535, inclusive". */
export function rangeProblem(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}

function lengthProblems(text: string, most: number): string[] {
  return text.length > most ? [`must be no more than ${most} characters`] : [];
}

function bytesTooMany(text: string, most: number): string[] {
  return text.length > most ? [`must be no more than ${most} bytes`] : [];
}

function matches(pattern: string, text: string): boolean {
  let matcher = matchers.get(pattern);
  if (!matcher) {
    matcher = new RegExp(`^(?:${pattern})$`);
    matchers.set(pattern, matcher);
  }
  return matcher.test(text);
}
