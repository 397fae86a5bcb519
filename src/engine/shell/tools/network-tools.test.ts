import { describe, expect, it, test } from "vitest";
import { openCluster } from "../../cluster.ts";
import type { Cluster } from "../../cluster.types.ts";

const MANIFEST = `
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec: {nodeName: node-2, containers: [{name: c, image: nginx}]}
---
apiVersion: v1
kind: Pod
metadata: {name: client}
spec: {nodeName: node-1, containers: [{name: c, image: sleep}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {clusterIP: 10.96.1.1, selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: nobody}
spec: {clusterIP: 10.96.1.2, selector: {app: nobody}, ports: [{port: 80}]}
`;
const ON = { pod: "client", namespace: "default" };

test.each`
  line                                           | exit  | says
  ${"curl"}                                      | ${2}  | ${"curl: try 'curl --help' or 'curl --manual' for more information\n"}
  ${"curl --foo http://web"}                     | ${2}  | ${"curl: option --foo: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n"}
  ${"curl -m x http://web"}                      | ${2}  | ${"curl: option -m: expected a proper numerical parameter\ncurl: try 'curl --help' or 'curl --manual' for more information\n"}
  ${"curl -sS htp://web/"}                       | ${1}  | ${'curl: (1) Protocol "htp" not supported or disabled in libcurl\n'}
  ${"curl -sS http://web:99999/"}                | ${3}  | ${"curl: (3) URL using bad/illegal format or missing URL\n"}
  ${"curl -s http://nobody/"}                    | ${7}  | ${""}
  ${"curl -sS http://nope/"}                     | ${6}  | ${"curl: (6) Could not resolve host: nope\n"}
  ${"curl -sS -m 2 http://web:81/"}              | ${28} | ${"curl: (28) Connection timed out after 2001 milliseconds\n"}
  ${"curl -sSf -X DELETE http://web/"}           | ${22} | ${"curl: (22) The requested URL returned error: 501\n"}
  ${"curl -sS --interface 10.9.9.9 http://web/"} | ${45} | ${"curl: (45) bind failed with errno 99: Cannot assign requested address\n"}
  ${"curl -sS https://web:80/"}                  | ${35} | ${"curl: (35) OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number\n"}
  ${"wget"}                                      | ${1}  | ${"wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n"}
  ${"wget -q http://nobody/"}                    | ${4}  | ${""}
  ${"busybox wget -qO- http://nobody/"}          | ${1}  | ${"wget: can't connect to remote host (10.96.1.2): Connection refused\n"}
  ${"busybox wget -qO- -T 2 http://web:81/"}     | ${1}  | ${"wget: download timed out\n"}
  ${"nc -zv 10.96.1.1 80"}                       | ${0}  | ${"Connection to 10.96.1.1 80 port [tcp/http] succeeded!\n"}
  ${"nc -z nobody 80"}                           | ${1}  | ${""}
  ${"ping"}                                      | ${1}  | ${"ping: usage error: Destination address required\n"}
  ${"ping -c x web"}                             | ${1}  | ${"ping: invalid argument: 'x'\n"}
`("$line ends with $exit", ({ line, exit, says }) => {
  const result = open().run(line, { on: ON });
  expect({ exit: result.exitCode, says: result.stderr, out: result.stdout }).toEqual({ exit, says, out: "" });
});

test("hostname -f gives the name that a pod has below its subdomain", () => {
  const cluster = open();
  const stdin =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {hostname: h, subdomain: sub, containers: [{name: c, image: sleep}]}\n";
  cluster.run("kubectl apply -f -", { stdin });
  cluster.settle();
  const on = { pod: "p", namespace: "default" };
  expect(cluster.run("hostname; hostname -f", { on }).stdout).toBe("h\nh.sub.default.svc.cluster.local\n");
});

describe("curl", () => {
  it("keeps its connection for the next URL of the same host", () => {
    const result = open().run("curl -sv http://web/a http://web/b", { on: ON });
    expect(result.stderr).toContain("* Re-using existing connection #0 with host web\n> GET /b HTTP/1.1\n");
    const [first, second] = result.traces.map((trace) => trace.packets.map(({ kind }) => kind));
    expect(first).toContain("tcp-syn");
    expect(first).not.toContain("tcp-fin");
    expect(second).not.toContain("tcp-syn");
    expect(second).toContain("tcp-fin");
  });

  it("writes bodies to files, and what -w asks for to its output", () => {
    const cluster = open();
    const line = "curl -s -o page -w '%{http_code} %{remote_ip} %{size_download} %{num_connects}\\n' http://web/";
    expect(cluster.run(line, { on: ON }).stdout).toMatch(/^200 10\.96\.1\.1 \d+ 1\n$/);
    expect(cluster.run("cat page", { on: ON }).stdout).toContain('"pod": "web"');
  });

  it("takes an address from --resolve instead of asking DNS", () => {
    const result = open().run("curl -sv --resolve shop.test:80:10.96.1.1 http://shop.test/", { on: ON });
    expect(result.stderr).toContain("* Hostname shop.test was found in DNS cache\n");
    expect(result.stdout).toContain('"host": "shop.test"');
    expect(result.traces[0]?.packets.some(({ kind }) => kind === "dns-query")).toBe(false);
  });

  it("is refused by the API server, which does not know it", () => {
    const result = open().run("curl -sSki https://10.96.0.1/version", { on: ON });
    expect(result.stdout).toMatch(/^HTTP\/2 401 \n/);
    expect(result.stdout).toContain('"message": "Unauthorized"');
  });

  it("sends a Host header of one's own", () => {
    const line = "curl -s -H 'Host: shop.example.net' http://203.0.113.30/";
    expect(open().run(line, { on: ON }).stdout).toContain('"host": "shop.example.net"');
  });
});

describe("ping", () => {
  it("names who answers when a name was typed", () => {
    const result = open().run("ping -c 1 web.default.pod.cluster.local", { on: ON });
    expect(result.exitCode).toBe(2);
    const own = open().run("ping -c 1 client", { on: ON });
    expect(own.stdout).toMatch(/^PING client \(10\.244\.1\.\d+\) 56\(84\) bytes of data\.\n64 bytes from client \(10/);
  });

  it("tells the errors that come back, and that they came at once", () => {
    const result = open().run("ping -c 3 10.244.1.250", { on: ON });
    const lines = result.stdout.split("\n");
    expect(lines.slice(1, 4)).toEqual(
      [1, 2, 3].map((n) =>
        expect.stringMatching(new RegExp(`^From 10\\.244\\.1\\.\\d+ icmp_seq=${n} Destination Host Unreachable$`)),
      ),
    );
    expect(lines.at(-3)).toMatch(/^3 packets transmitted, 0 received, \+3 errors, 100% packet loss, time \d+ms$/);
    expect(lines.at(-2)).toBe("pipe 3");
  });

  it("is told by a router that its time to live is over", () => {
    const cluster = open();
    const pods = cluster.objects("Pod") as readonly { metadata: { name: string }; status?: { podIP?: string } }[];
    const address = pods.find(({ metadata }) => metadata.name === "web")?.status?.podIP;
    const result = cluster.run(`ping -c 1 -t 1 ${address}`, { on: ON });
    expect(result.stdout).toContain("icmp_seq=1 Time to live exceeded\n");
  });
});

it("nc sends a request by hand", () => {
  const line = "printf 'GET /by-hand HTTP/1.1\\r\\nHost: web\\r\\n\\r\\n' | nc -w 1 web 80";
  expect(open().run(line, { on: ON }).stdout).toMatch(/^HTTP\/1\.1 200 OK\n[^]*"path": "\/by-hand"/);
});

it("wget -S tells the response's head instead of its status", () => {
  expect(open().run("wget -S -O- http://web/", { on: ON }).stderr).toContain(
    "HTTP request sent, awaiting response... \n  HTTP/1.1 200 OK\n  Server: BaseHTTP/0.6 Python/3.11.2\n",
  );
});

it("wget tells its way and saves the page under its name", () => {
  const cluster = open();
  const { stderr, exitCode } = cluster.run("wget http://web/page.html", { on: ON });
  expect(exitCode).toBe(0);
  expect(stderr).toContain(
    "Connecting to web (web)|10.96.1.1|:80... connected.\nHTTP request sent, awaiting response... 200 OK\n",
  );
  expect(stderr).toContain("Saving to: ‘page.html’\n");
  expect(cluster.run("cat page.html", { on: ON }).stdout).toContain('"path": "/page.html"');
});

function open(): Cluster {
  const cluster = openCluster({ seed: 1 });
  const applied = cluster.run("kubectl apply -f -", { stdin: MANIFEST });
  if (applied.exitCode !== 0) throw new Error(applied.stderr);
  cluster.settle();
  return cluster;
}

describe("the counters of the rules", () => {
  const counted = (cluster: Cluster, chain: RegExp) =>
    cluster
      .run("iptables-save -c -t nat", { on: { node: "node-1" } })
      .stdout.split("\n")
      .filter((line) => chain.test(line))
      .map((line) => line.split(" ")[0]);

  it("counts a connection once in table nat; what kube-proxy writes anew begins at 0, what it leaves alone goes on", () => {
    const cluster = open();
    for (const _ of [1, 2]) cluster.run("curl -s http://10.96.1.1/", { on: ON });
    const shared = /-A KUBE-SERVICES -d 10\.96\.1\.1\/32/;
    const own = /-A KUBE-SEP-\w+ -p tcp .*DNAT --to-destination 10\.244\.2\.\d+:80$/;
    expect([...counted(cluster, shared), ...counted(cluster, own)]).toEqual(["[2:120]", "[2:120]"]);
    cluster.run("kubectl create service clusterip another --tcp=80");
    cluster.settle();
    cluster.run("curl -s http://10.96.1.1/", { on: ON });
    expect([...counted(cluster, shared), ...counted(cluster, own)]).toEqual(["[1:60]", "[3:180]"]);
  });
});
