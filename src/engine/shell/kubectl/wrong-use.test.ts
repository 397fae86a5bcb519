import { expect, test } from "vitest";
import { openCluster } from "../../cluster.ts";

const cluster = openCluster({ seed: 1 });
cluster.run("kubectl create deployment web --image=nginx");

// As kubectl 1.36.3 answers on a real cluster.
test.each([
  ["patch deploy web -p '{'", "Error from server (BadRequest): unexpected end of JSON input"],
  [
    "patch deploy web -p '{a}'",
    "Error from server (BadRequest): invalid character 'a' looking for beginning of object key string",
  ],
  [
    "patch deploy web --type=merge -p '{'",
    "Error from server (BadRequest): error decoding patch: unexpected end of JSON input",
  ],
  ["patch deploy nosuch -p '{'", 'Error from server (NotFound): deployments.apps "nosuch" not found'],
  ["apply -f - -f -", "error: standard input cannot be used for multiple arguments"],
  ["delete pods --all -l a=b", "error: setting 'all' parameter but found a non empty selector. "],
  ["describe pods/nosuch svc/kubernetes", 'Error from server (NotFound): pods "nosuch" not found'],
  ["attach", "error: at least 1 argument is required for attach"],
  ["attach nosuch", 'Error from server (NotFound): pods "nosuch" not found'],
  ["cp a", "error: source and destination are required"],
  ["cp a b", "error: one of src or dest must be a remote file specification"],
  ["cp x:a y:b", "error: one of src or dest must be a local file specification"],
  ["debug web", "error: you must specify --image when not using --copy-to."],
  ["completion nope", "error: Unsupported shell type \"nope\".\nSee 'kubectl completion -h' for help and examples"],
  ["get pods --context=nosuch", "Error in configuration: context was not found for specified context: nosuch"],
  [
    "get pods -v=x",
    'error: invalid argument "x" for "-v, --v" flag: strconv.ParseInt: parsing "x": invalid syntax\n' +
      "See 'kubectl get --help' for usage.",
  ],
  [
    "port-forward svc/kubernetes 8443:443",
    "error: cannot attach to *v1.Service: invalid service 'kubernetes': Service is defined without a selector",
  ],
  ["run p --image=nginx --overrides='{'", "error: Invalid JSON Patch"],
])("kubectl %s is refused", (line, stderr) => {
  const result = cluster.run(`kubectl ${line}`);
  expect(result).toMatchObject({ stdout: "", stderr: `${stderr}\n`, exitCode: 1 });
});

test.each([
  ['patch deploy web --subresource=scale --type=merge -p \'{"spec":{"replicas":2}}\'', "scale.autoscaling/web patched"],
  ['patch deploy web --dry-run=server -p \'{"spec":{"replicas":3}}\'', "deployment.apps/web patched"],
  ["patch deploy web --dry-run=server -p '{}'", "deployment.apps/web patched (no change)"],
  ["wait --for=create deploy/web --timeout=1s", "deployment.apps/web condition met"],
  [
    'run p --image=nginx --overrides=\'{"spec":{"nodeName":"node-1"}}\' --dry-run=client -o jsonpath={.spec.nodeName}',
    "node-1",
  ],
  [
    "run p --image=nginx --override-type=json " +
      '--overrides=\'[{"op":"replace","path":"/spec/restartPolicy","value":"Never"}]\' ' +
      "--dry-run=client -o jsonpath={.spec.restartPolicy}",
    "Never",
  ],
])("kubectl %s is done", (line, stdout) => {
  const result = cluster.run(`kubectl ${line}`);
  expect(result.stderr).toBe("");
  expect(result.stdout.trimEnd()).toBe(stdout);
});
