import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { openCluster } from "../../cluster.ts";

const cluster = openCluster({ seed: 1 });
const run = (line: string, stdin = "") => cluster.run(line, { stdin });

const COMMAND_LINES = [
  "get pods -A -o wide",
  "get svc,deploy --show-labels -l app=web",
  "get all -o jsonpath={.items[*].metadata.name}",
  "get nodes -o custom-columns=NAME:.metadata.name,IP:.status.addresses[0].address --sort-by=.metadata.name",
  "get cm -n kube-system coredns -o go-template={{range}}{{.x}}",
  "describe svc kubernetes",
  "describe nodes",
  "apply -f - --dry-run=server",
  "create service nodeport np --tcp=80:8080 --node-port=30000",
  "create deployment d --image=nginx --replicas=2 --dry-run=client -o yaml",
  "create ingress i --rule=a/b=c:80",
  "expose deploy d --port=80 --target-port=http",
  "scale deploy/d --replicas=1",
  "label pod p a=b c-",
  "patch svc kubernetes --type=json -p [{}]",
  "set image deploy/d nginx=x",
  "rollout undo deploy/d --to-revision=2",
  "delete pod,svc x --ignore-not-found --wait=false",
  "exec -it p -c c -- sh -c ls",
  "logs -f deploy/d --tail=3 --since=5m",
  "wait --for=condition=Ready pod/p --timeout=1s",
  "explain deploy.spec.strategy --recursive --api-version apps/v1",
  "create role r --verb=get,list --resource=pods,deployments.apps/scale",
  "create quota q --hard=pods=1,cpu=2 --scopes=BestEffort",
  "create pdb p --selector=a=b --min-available=1",
  "apply view-last-applied deploy/web -o json",
  "help rollout status",
  "config set-context --current --namespace=shop",
  "explain pod.spec.containers.ports --recursive",
  "taint nodes node-1 a=b:NoSchedule-",
  "port-forward svc/kubernetes 8443:443",
];

/** How many mutated command lines are tried. */
const RUNS = Number(process.env["KUBECTL_RUNS"] ?? 300);

describe("kubectl", () => {
  it("never throws: a mutated command line gives text and an exit code", { timeout: 30_000 + 30 * RUNS }, () => {
    const victim = openCluster({ seed: 1 });
    const words = fc.constantFrom(...COMMAND_LINES).chain((line) => {
      const given = line.split(" ");
      const anyWord = fc.oneof(
        fc.constantFrom(...COMMAND_LINES.flatMap((one) => one.split(" "))),
        fc.string({ maxLength: 6 }),
      );
      const edit = fc.record({
        at: fc.nat(given.length),
        removed: fc.nat(2),
        word: fc.option(anyWord, { nil: undefined }),
      });
      return fc.array(edit, { maxLength: 3 }).map((edits) => edited(given, edits));
    });
    fc.assert(
      fc.property(
        words,
        fc.constantFrom("", "a: [", "kind: Pod\n", "apiVersion: v1\nkind: Service\nmetadata: {name: s}\n"),
        (list, stdin) => {
          const result = victim.run(`kubectl ${list.map(quoted).join(" ")}`, { stdin });
          expect(result.exitCode).toBeTypeOf("number");
          expect(result.exitCode === 0 || result.stderr !== "" || result.stdout !== "").toBe(true);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it("takes its time", () => {
    const before = cluster.nowMs;
    run("kubectl version");
    expect(cluster.nowMs - before).toBe(170);
  });
});

test.each`
  line                                        | exitCode | stderr
  ${"kubectl get po --nosuch"}                | ${1}     | ${"error: unknown flag: --nosuch\nSee 'kubectl get --help' for usage.\n"}
  ${"kubectl get po -o"}                      | ${1}     | ${"error: flag needs an argument: 'o' in -o\nSee 'kubectl get --help' for usage.\n"}
  ${"kubectl get po -z"}                      | ${1}     | ${"error: unknown shorthand flag: 'z' in -z\nSee 'kubectl get --help' for usage.\n"}
  ${"kubectl scale deploy/x --replicas=a"}    | ${1}     | ${'error: invalid argument "a" for "--replicas" flag: strconv.ParseInt: parsing "a": invalid syntax\nSee \'kubectl scale --help\' for usage.\n'}
  ${"kubectl gte pods"}                       | ${1}     | ${'error: unknown command "gte" for "kubectl"\n\nDid you mean this?\n\tget\n'}
  ${"kubectl rollout stats"}                  | ${1}     | ${"error: unknown command \"stats\"\nSee 'kubectl rollout -h' for help and examples\n"}
  ${"kubectl label"}                          | ${1}     | ${"error: one or more resources must be specified as <resource> <name> or <resource>/<name>\n"}
  ${"kubectl set image svc/kubernetes"}       | ${1}     | ${"error: at least one image update is required\n"}
  ${"kubectl rollout status svc/kubernetes"}  | ${1}     | ${"error: no status viewer has been implemented for Service\n"}
  ${"kubectl rollout restart svc/kubernetes"} | ${1}     | ${'error: services "kubernetes" restarting is not supported\n'}
  ${"kubectl rollout undo -n kube-system rs"} | ${1}     | ${'error: no rollbacker has been implemented for "ReplicaSet.apps"\n'}
  ${"kubectl describe"}                       | ${1}     | ${'error: You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n'}
  ${"kubectl get widgets"}                    | ${1}     | ${'error: the server doesn\'t have a resource type "widgets"\n'}
  ${"kubectl get pods -l a=b=c"}              | ${1}     | ${"Error from server (BadRequest): Unable to find \"/v1, Resource=pods\" that match label selector \"a=b=c\", field selector \"\": found '=', expected: ',' or 'end of string'\n"}
  ${"kubectl delete pod"}                     | ${1}     | ${"error: resource(s) were provided, but no name was specified\n"}
  ${"kubectl create deployment x"}            | ${1}     | ${'error: required flag(s) "image" not set\n'}
  ${"kubectl get pod a -A"}                   | ${1}     | ${"error: a resource cannot be retrieved by name across all namespaces\n"}
`(
  "$line fails in kubectl's words",
  ({ line, exitCode, stderr }: { line: string; exitCode: number; stderr: string }) => {
    expect(run(line)).toMatchObject({ exitCode, stderr });
  },
);

test.each`
  line                                         | said
  ${"kubectl explain svc.spec.ipFamilyPolicy"} | ${"ENUM:\n    PreferDualStack\n    RequireDualStack\n    SingleStack\n"}
  ${"kubectl explain svc.spec"}                | ${"  clusterIPs\t<[]string>\n    ClusterIPs is a list of IP addresses assigned to this service, and are\n"}
`("$line tells what the field means", ({ line, said }: { line: string; said: string }) => {
  expect(run(line).stdout).toContain(said);
});

test("a replacement by force tells what it deleted, and from where", () => {
  const text = "apiVersion: v1\nkind: Service\nmetadata: {name: forced}\nspec: {ports: [{port: 80}]}\n";
  run("kubectl create -f -", text);
  expect(run("kubectl replace --force -f -", text).stdout).toBe(
    'service "forced" deleted from default namespace\nservice/forced replaced\n',
  );
});

test("the same text applied again changes nothing", () => {
  const text =
    "apiVersion: v1\nkind: Service\nmetadata: {name: twice}\nspec: {selector: {app: x}, ports: [{port: 80}]}\n";
  expect(run("kubectl apply -f -", text).stdout).toBe("service/twice created\n");
  expect(run("kubectl apply -f -", text).stdout).toBe("service/twice unchanged\n");
  expect(run("kubectl apply -f -", text.replace("80", "81")).stdout).toBe("service/twice configured\n");
});

test("the context's namespace is the one that commands are about", () => {
  run("kubectl config set-context --current --namespace=kube-system");
  expect(run("kubectl get svc -o name").stdout).toBe("service/kube-dns\n");
  run("kubectl config set-context --current --namespace=default");
});

describe("kubectl exec -it", () => {
  run("kubectl run box --image=busybox --command -- sleep 3600");
  run("kubectl wait --for=condition=Ready pod/box");

  it.each`
    command                       | opens
    ${"exec -it box -- sh"}       | ${"box"}
    ${"exec -ti box -- /bin/sh"}  | ${"box"}
    ${"exec -it box -- sh -c ls"} | ${undefined}
    ${"exec -i box -- sh"}        | ${undefined}
    ${"exec -it box -- bash"}     | ${undefined}
    ${"exec -it box -- ls"}       | ${undefined}
  `("kubectl $command asks for a shell in $opens", ({ command, opens }) => {
    const container = { kind: "Pod", namespace: "default", name: opens, container: "box" };
    expect(run(`kubectl ${command}`).opens).toEqual(opens && container);
  });

  it("of a shell that is fed by a pipe opens none", () => {
    expect(run("echo ls | kubectl exec -it box -- sh").opens).toBeUndefined();
  });
});

describe("a command that the container's image does not have", () => {
  it.each`
    command       | reason
    ${"bash"}     | ${"executable file not found in \\$PATH"}
    ${"/bin/dig"} | ${"stat /bin/dig: no such file or directory"}
  `("$command is refused by the container runtime, in its words", ({ command, reason }) => {
    const { stderr, exitCode } = run(`kubectl exec box -- ${command}`);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      new RegExp(
        `^error: Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "[0-9a-f]{64}": OCI runtime exec failed: exec failed: unable to start container process: exec: "${command}": ${reason}\n$`,
      ),
    );
  });
});

describe("help", () => {
  it.each`
    line                           | stream      | exitCode | begins
    ${"kubectl"}                   | ${"stdout"} | ${0}     | ${"kubectl controls the Kubernetes cluster manager.\n\n Find more"}
    ${"kubectl get --help"}        | ${"stdout"} | ${0}     | ${"Display one or many resources.\n\n Prints a table"}
    ${"kubectl help rollout undo"} | ${"stdout"} | ${0}     | ${"Roll back to a previous rollout.\n\nExamples:\n"}
    ${"kubectl set"}               | ${"stderr"} | ${1}     | ${"Configure application resources.\n"}
    ${"kubectl rollout"}           | ${"stdout"} | ${1}     | ${"Manage the rollout of one or many resources.\n"}
    ${"kubectl create service"}    | ${"stderr"} | ${1}     | ${"Create a service using a specified subcommand.\n\nAliases:\nservice, svc\n"}
    ${"kubectl create service x"}  | ${"stderr"} | ${1}     | ${"error: unknown command \"x\"\nSee 'kubectl create service -h' for help and examples\n"}
    ${"kubectl top pod"}           | ${"stderr"} | ${1}     | ${"error: Metrics API not available\n"}
    ${"kubectl scale deploy x"}    | ${"stderr"} | ${1}     | ${'error: required flag(s) "replicas" not set\n'}
  `("$line is told on $stream, exit code $exitCode", ({ line, stream, exitCode, begins }) => {
    const result = run(line);
    expect(result.exitCode).toBe(exitCode);
    expect(stream === "stdout" ? result.stdout : result.stderr).toMatch(
      new RegExp(`^${begins.replaceAll(/[.*+?^${"$"}{}()|[\]\\]/g, "\\$&")}`),
    );
    expect(stream === "stdout" ? result.stderr : result.stdout).toBe("");
  });
});

type Edit = { readonly at: number; readonly removed: number; readonly word: string | undefined };

function edited(words: readonly string[], edits: readonly Edit[]): readonly string[] {
  return edits.reduce(
    (list, { at, removed, word }) => list.toSpliced(at, removed, ...(word === undefined ? [] : [word])),
    words,
  );
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'"'"'`)}'`;
}
