import { goQuote } from "../../../apiserver/go-text.ts";
import type { Command, Context } from "../command.ts";
import { Failure } from "../failure.ts";
import { encodeBase64 } from "../output/base64.ts";
import { askedNamespace, createMade, onlyName } from "./create-made.ts";

export const createConfigMapCommand: Command = {
  name: "configmap",
  run: (context) => {
    const metadata = { name: onlyName(context), namespace: askedNamespace(context) };
    const data = dataOf(context, "ConfigMap");
    const made = {
      kind: "ConfigMap",
      apiVersion: "v1",
      metadata,
      data: data.size > 0 ? Object.fromEntries(data) : undefined,
    };
    createMade(context, made, { what: "configmap" });
    return 0;
  },
};

export const createSecretCommand: Command = {
  name: "secret",
  commands: [
    {
      name: "generic",
      run: (context) => {
        const metadata = { name: onlyName(context), namespace: askedNamespace(context) };
        const data = [...dataOf(context, "Secret")].map(([key, text]) => [key, encodeBase64(text)] as const);
        const made = {
          kind: "Secret",
          apiVersion: "v1",
          metadata,
          data: data.length > 0 ? Object.fromEntries(data) : undefined,
          type: context.flags.text("type") || undefined,
        };
        createMade(context, made, { what: "secret" });
        return 0;
      },
    },
    {
      name: "docker-registry",
      run: (context) => {
        const metadata = { name: onlyName(context), namespace: askedNamespace(context) };
        const data = { ".dockerconfigjson": encodeBase64(dockerConfigOf(context)) };
        const made = { kind: "Secret", apiVersion: "v1", metadata, data, type: "kubernetes.io/dockerconfigjson" };
        createMade(context, made, { what: "secret" });
        return 0;
      },
    },
    {
      name: "tls",
      run: (context) => {
        const metadata = { name: onlyName(context), namespace: askedNamespace(context) };
        const [cert, key] = [context.flags.text("cert"), context.flags.text("key")];
        if (cert === "" || key === "") throw new Failure("key and cert must be specified");
        const data = {
          "tls.crt": encodeBase64(readFile(context, cert)),
          "tls.key": encodeBase64(readFile(context, key)),
        };
        createMade(
          context,
          { kind: "Secret", apiVersion: "v1", metadata, data, type: "kubernetes.io/tls" },
          { what: "secret" },
        );
        return 0;
      },
    },
  ],
};

/** As handleDockerCfgJSONContent writes ~/.docker/config.json. */
function dockerConfigOf({ flags }: Context): string {
  const [username, password, email] = ["username", "password", "email"].map((name) => flags.text(`docker-${name}`));
  const server = flags.text("docker-server");
  if (!username || !password || server === "")
    throw new Failure(
      "either --from-file or the combination of --docker-username, --docker-password and --docker-server is required",
    );
  const auth = encodeBase64(`${username}:${password}`);
  return JSON.stringify({ auths: { [server]: { username, password, ...(email && { email }), auth } } });
}

/** What --from-literal, --from-file and --from-env-file give together. */
function dataOf(context: Context, kind: string): ReadonlyMap<string, string> {
  const { flags, place } = context;
  const data = new Map<string, string>();
  const [name = ""] = context.words;
  const add = (key: string, text: string) => {
    if (!/^[-._a-zA-Z0-9]+$/.test(key)) {
      throw new Failure(
        `${goQuote(key)} is not a valid key name: a valid config key must consist of alphanumeric characters, '-', '_' or '.' ` +
          "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
      );
    }
    if (data.has(key))
      throw new Failure(
        `cannot add key ${goQuote(key)}, another key by that name already exists in Data for ${kind} ${goQuote(name)}`,
      );
    data.set(key, text);
  };
  for (const pair of flags.texts("from-literal")) {
    const equals = pair.indexOf("=");
    if (equals <= 0) throw new Failure(`invalid literal source ${pair}, expected key=value`);
    add(pair.slice(0, equals), pair.slice(equals + 1));
  }
  for (const source of flags.texts("from-file")) {
    const equals = source.indexOf("=");
    const path = source.slice(equals + 1);
    const folder = `${path.replace(/\/$/, "")}/`;
    const inside = [...place.files.keys()].filter(
      (name) => name.startsWith(folder) && !name.slice(folder.length).includes("/"),
    );
    if (equals < 0 && inside.length > 0) {
      for (const name of inside) add(name.slice(folder.length), readFile(context, name));
    } else add(equals < 0 ? path.slice(path.lastIndexOf("/") + 1) : source.slice(0, equals), readFile(context, path));
  }
  for (const path of flags.texts("from-env-file")) {
    for (const line of readFile(context, path).split("\n")) {
      const [, key, value] = /^\s*([^#\s=][^=]*)=(.*)$/.exec(line) ?? [];
      if (key !== undefined && value !== undefined) add(key, value);
    }
  }
  return data;
}

function readFile({ place }: Context, path: string): string {
  const text = place.files.get(path) ?? place.files.get(path.replace(/^\.\//, ""));
  if (text === undefined) throw new Failure(`error reading ${path}: no such file or directory`);
  return text;
}
