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

// As the real programs print them (Debian 12), of the same words in the same network.
test.each`
  line                                                                                                | says
  ${"dig +noall +answer SRV _http._tcp.web.default.svc.cluster.local"}                                | ${""}
  ${"dig +short web.default.svc.cluster.local web.default.svc.cluster.local"}                         | ${"10.96.1.1\n10.96.1.1\n"}
  ${"dig +noall +answer +ttlunits +nocl web.default.svc.cluster.local"}                               | ${"web.default.svc.cluster.local. 30s A\t10.96.1.1\n"}
  ${"host -t AAAA web"}                                                                               | ${"web.default.svc.cluster.local has no AAAA record\n"}
  ${"nslookup web 10.96.0.10"}                                                                        | ${"Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\nName:\tweb.default.svc.cluster.local\nAddress: 10.96.1.1\n\n"}
  ${"getent services https/tcp"}                                                                      | ${"https                 443/tcp\n"}
  ${"curl -s -o /dev/null -w '%{num_headers} %{scheme} %{urlnum} %header{content-type}' http://web/"} | ${"4 HTTP 0 application/json"}
  ${"ip -4 -o addr show lo"}                                                                          | ${"1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever\n"}
  ${"ip route show default"}                                                                          | ${"default via 10.244.1.1 dev eth0 \n"}
  ${"ss -tln"}                                                                                        | ${"State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n"}
`("$line", ({ line, says }) => {
  expect(open().run(line, { on: ON }).stdout).toBe(says);
});

describe("an answer that does not fit into a datagram", () => {
  const cluster = openCluster({ seed: 1 });
  const addresses = Array.from({ length: 60 }, (_, index) => `{addresses: [10.1.0.${index + 1}]}`);
  const many = `apiVersion: v1
kind: Service
metadata: {name: many}
spec: {clusterIP: None, ports: [{port: 80, name: http}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: many-1, labels: {kubernetes.io/service-name: many}}
addressType: IPv4
ports: [{port: 80, name: http}]
endpoints: [${addresses.join(", ")}]
`;
  cluster.run("kubectl apply -f -", { stdin: many });
  cluster.settle();
  const NODE = { on: { node: "node-1" } } as const;

  it("is asked for again over TCP by dig", () => {
    const { stdout } = cluster.run("dig +noedns @10.96.0.10 many.default.svc.cluster.local", NODE);
    expect(stdout).toMatch(/^;; Truncated, retrying in TCP mode\.\n/);
    expect(stdout).toContain("ANSWER: 60,");
    expect(stdout).toContain("(TCP)\n");
  });

  it("is shown as it came with +ignore: the flag, and no more than 512 bytes", () => {
    const { stdout } = cluster.run("dig +noedns +ignore @10.96.0.10 many.default.svc.cluster.local", NODE);
    expect(stdout).toContain(";; flags: qr aa tc rd;");
    expect(Number(/rcvd: (\d+)/.exec(stdout)?.[1])).toBeLessThanOrEqual(512);
  });

  it("is asked for over TCP by the C library, as another packet of the trace shows", () => {
    const { addresses: found } = cluster.resolve(
      { pod: podOf(cluster), namespace: "kube-system" },
      "many.default.svc.cluster.local",
    );
    expect(found).toHaveLength(60);
  });
});

describe("curl", () => {
  it("tries again what may go better, after longer each time", () => {
    const cluster = open();
    const beganMs = cluster.nowMs;
    const { stderr, exitCode } = cluster.run("curl --retry 2 -m 1 http://web:81/", { on: ON });
    expect(stderr.match(/Will retry in \d seconds\. \d retries left\./g)).toEqual([
      "Will retry in 1 seconds. 2 retries left.",
      "Will retry in 2 seconds. 1 retries left.",
    ]);
    expect(exitCode).toBe(28);
    expect(cluster.nowMs - beganMs).toBeCloseTo(6000, -2);
  });

  it("goes through a proxy, which sees the whole URL", () => {
    expect(open().run("curl -s -x web:80 http://example.com/x", { on: ON }).stdout).toContain(
      '"host": "example.com", "path": "http://example.com/x"',
    );
  });

  it("fetches each URL that a pattern stands for", () => {
    const { stdout } = open().run("curl -s -o 'page#1' 'http://web/{a,b}'; grep -o 'path.*' pagea pageb", { on: ON });
    expect(stdout).toBe('pagea:path": "/a"}\npageb:path": "/b"}\n');
  });

  it("shows its meter when the body goes into a file", () => {
    expect(open().run("curl -o x http://web/", { on: ON }).stderr).toMatch(
      /^ {2}% Total {4}% Received[^]*\r100 +\d+ +100 +\d+ +0 +0 +\d+ +0 --:--:-- --:--:-- --:--:-- +\d+\n$/,
    );
  });
});

it("conntrack -D forgets, and says how many", () => {
  const cluster = open();
  cluster.run("curl -s http://web/", { on: ON });
  const NODE = { on: { node: "node-1" } } as const;
  const { stderr } = cluster.run("conntrack -D -p tcp --dst 10.96.1.1", NODE);
  expect(stderr).toBe("conntrack v1.4.7 (conntrack-tools): 1 flow entries have been deleted.\n");
  expect(cluster.run("conntrack -D -p tcp --dst 10.96.1.1", NODE).exitCode).toBe(1);
});

function podOf(cluster: Cluster): string {
  const [pod] = cluster.objects("Pod") as readonly { readonly metadata: { readonly name: string } }[];
  return pod?.metadata.name ?? "";
}

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
