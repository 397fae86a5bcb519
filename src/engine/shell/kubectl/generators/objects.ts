// Objects as kubectl's generators make them, their fields in the order of the Go structs, which is the order of -o json.
import { Failure } from "../failure.ts";

/** Fields in order; those that are undefined are not there. */
export type Made = Readonly<Record<string, unknown>>;

export type MadeService = {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly ports?: readonly Made[];
  readonly selector?: Readonly<Record<string, string>>;
  readonly spec?: Made;
};

/** A Service; `spec` adds what is special. */
export function makeService({ name, namespace, labels, ports, selector, spec = {} }: MadeService): Made {
  return {
    kind: "Service",
    apiVersion: "v1",
    metadata: { name, namespace, labels },
    spec: { ports: ports?.length ? ports : undefined, selector, ...spec },
    status: { loadBalancer: {} },
  };
}

export type MadeDeployment = {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly images: readonly string[];
  readonly replicas: number;
  readonly port: number | undefined;
  readonly command: readonly string[];
};

/** As `create deployment` does. */
export function makeDeployment(made: MadeDeployment): Made {
  const labels = { app: made.name };
  const names = containerNames(made.images);
  const containers = made.images.map((image, index) => ({
    name: names[index],
    image,
    command: made.command.length > 0 ? made.command : undefined,
    ports: made.port !== undefined && index === 0 ? [{ containerPort: made.port }] : undefined,
    resources: {},
  }));
  return {
    kind: "Deployment",
    apiVersion: "apps/v1",
    metadata: { name: made.name, namespace: made.namespace, labels },
    spec: {
      replicas: made.replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
      strategy: {},
    },
    status: {},
  };
}

/** Names of containers by their images: the last part of the path without tag, made unique. */
function containerNames(images: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const image of images) {
    const name = image
      .slice(image.lastIndexOf("/") + 1)
      .replace(/[@:].*$/, "")
      .toLowerCase()
      .replace(/[^a-z0-9-]/g, "");
    const isTaken = names.includes(name);
    names.push(isTaken ? `${name}-${names.length}` : name);
  }
  return names;
}

export type MadePod = {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>> | undefined;
  readonly image: string;
  readonly imagePullPolicy: string | undefined;
  readonly port: number | undefined;
  readonly env: readonly Made[];
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly restartPolicy: string;
  readonly stdin: boolean;
  readonly tty: boolean;
};

/** As `run` does. */
export function makePod(made: MadePod): Made {
  const ifAny = <T>(list: readonly T[]) => (list.length > 0 ? list : undefined);
  const container = {
    name: made.name,
    image: made.image,
    command: ifAny(made.command),
    args: ifAny(made.args),
    ports: made.port === undefined ? undefined : [{ containerPort: made.port }],
    env: ifAny(made.env),
    resources: {},
    imagePullPolicy: made.imagePullPolicy,
    stdin: made.stdin || undefined,
    stdinOnce: made.stdin || undefined,
    tty: made.tty || undefined,
  };
  return {
    kind: "Pod",
    apiVersion: "v1",
    metadata: { name: made.name, namespace: made.namespace, labels: made.labels, annotations: made.annotations },
    spec: { containers: [container], restartPolicy: made.restartPolicy, dnsPolicy: "ClusterFirst" },
    status: {},
  };
}

/** "app=web,tier=front" as a map. As generate.ParseLabels. */
export function parseLabelPairs(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  if (text === "") throw new Failure("no label spec passed");
  for (const pair of text.split(",")) {
    const [key = "", value, ...more] = pair.split("=");
    if (value === undefined || more.length > 0 || key === "") throw new Failure(`unexpected label spec: ${pair}`);
    labels[key] = value;
  }
  return labels;
}

/** "NAME=value" words as environment variables. */
export function parseEnv(words: readonly string[]): readonly Made[] {
  return words.map((word) => {
    const equals = word.indexOf("=");
    if (equals <= 0) throw new Failure(`invalid env: ${word}`);
    return { name: word.slice(0, equals), value: word.slice(equals + 1) };
  });
}
