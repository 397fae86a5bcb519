import { describe, expect, it, test } from "vitest";
import type { Cluster } from "../../../cluster.ts";
import { openCluster } from "../../../cluster.ts";

const NODE = { on: { node: "node-1" } } as const;
const MANIFEST = `apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec: {nodeName: node-1, containers: [{name: web, image: nginx, ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, clusterIP: 10.96.1.1, ports: [{port: 80}]}
`;
const HELP = "Try `iptables -h' or 'iptables --help' for more information.\n";

// As the real program prints them, of the same words.
test.each`
  typed                                                                  | saved
  ${"-p tcp --dport http -s 10.1.2.3 -j DROP"}                           | ${"-s 10.1.2.3/32 -p tcp -m tcp --dport 80 -j DROP"}
  ${"-j REJECT -p icmp --icmp-type echo-request"}                        | ${"-p icmp -m icmp --icmp-type 8 -j REJECT --reject-with icmp-port-unreachable"}
  ${"-d 10.244.1.9/16 -p udp -m multiport --dports domain,54 -j ACCEPT"} | ${"-d 10.244.0.0/16 -p udp -m multiport --dports 53,54 -j ACCEPT"}
  ${"! -s 10.0.0.0/8 -m comment --comment 'a b' -j MARK --set-mark 5"}   | ${'! -s 10.0.0.0/8 -m comment --comment "a b" -j MARK --set-xmark 0x5/0xffffffff'}
  ${"-p tcp --syn -j ACCEPT"}                                            | ${"-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j ACCEPT"}
  ${"-m statistic --mode random --probability 0.25"}                     | ${"-m statistic --mode random --probability 0.25000000000"}
`("iptables -A MINE $typed is kept as $saved", ({ typed, saved }) => {
  const cluster = openCluster();
  const { stdout, stderr } = cluster.run(`iptables -N MINE; iptables -A MINE ${typed}; iptables -S MINE`, NODE);
  expect({ stdout, stderr }).toEqual({ stdout: `-N MINE\n-A MINE ${saved}\n`, stderr: "" });
});

test.each`
  line                                                    | exit | says
  ${"iptables -S NOPE"}                                   | ${1} | ${"iptables v1.8.9 (nf_tables): chain `NOPE' in table `filter' is incompatible, use 'nft' tool.\n"}
  ${"iptables -A INPUT -j NOPE"}                          | ${2} | ${`iptables v1.8.9 (nf_tables): Chain 'NOPE' does not exist\n${HELP}`}
  ${"iptables -A NOPE -j DROP"}                           | ${1} | ${"iptables: No chain/target/match by that name.\n"}
  ${"iptables -C INPUT -s 1.2.3.4 -j DROP"}               | ${1} | ${"iptables: Bad rule (does a matching rule exist in that chain?).\n"}
  ${"iptables -D INPUT 99"}                               | ${1} | ${"iptables: Index of deletion too big.\n"}
  ${"iptables -X KUBE-SERVICES"}                          | ${4} | ${"iptables v1.8.9 (nf_tables):  CHAIN_DEL failed (Device or resource busy): chain KUBE-SERVICES\n"}
  ${"iptables -A INPUT -p tcp --dport x -j DROP"}         | ${2} | ${`iptables v1.8.9 (nf_tables): invalid port/service \`x' specified\n${HELP}`}
  ${"iptables -A INPUT -j DNAT --to-destination 1.2.3.4"} | ${4} | ${"iptables v1.8.9 (nf_tables):  RULE_APPEND failed (Invalid argument): rule in chain INPUT\n"}
  ${"iptables -L -S"}                                     | ${2} | ${`iptables v1.8.9 (nf_tables): Cannot use -S with -L\n${HELP}`}
`("$line ends with $exit", ({ line, exit, says }) => {
  const { exitCode, stderr } = openCluster().run(line, NODE);
  expect({ exitCode, stderr }).toEqual({ exitCode: exit, stderr: says });
});

it("lists protocols, ports and addresses as words without -n", () => {
  const { stdout } = openCluster().run("iptables -t nat -L KUBE-SERVICES | grep kube-dns:dns-tcp", NODE);
  expect(stdout).toBe(
    "KUBE-SVC-ERIFXISQEP7F7OF4  tcp  --  anywhere             10.96.0.10           /* kube-system/kube-dns:dns-tcp cluster IP */ tcp dpt:domain\n",
  );
});

it("lists what a rule has counted", () => {
  const cluster = open();
  cluster.run("curl -s http://10.96.1.1/", NODE);
  const { stdout } = cluster.run("iptables -t nat -vnL KUBE-SERVICES | grep default/web", NODE);
  expect(stdout).toMatch(/^ {4}1 {4}60 KUBE-SVC-\w+ {2}6 {4}-- {2}\* {6}\* {7}0\.0\.0\.0\/0 {12}10\.96\.1\.1 /);
});

describe("rules changed by hand", () => {
  it("stop packets at once, and no longer when they are deleted", () => {
    const cluster = open();
    const ask = "curl -s -m 1 -o /dev/null -w '%{http_code} ' http://10.96.1.1/";
    const rule = "OUTPUT -p tcp -d 10.244.0.0/16 --dport 80 -j REJECT --reject-with tcp-reset";
    const { stdout } = cluster.run(`${ask}; iptables -A ${rule}; ${ask}; iptables -D ${rule}; ${ask}`, NODE);
    expect(stdout).toBe("200 000 200 ");
  });

  it("are kept in a save", () => {
    const cluster = open();
    cluster.run("iptables -N MINE; iptables -I INPUT -s 10.1.2.3 -j MINE", NODE);
    const again = openCluster({ saved: cluster.save() });
    expect(again.iptablesSave("node-1", "filter")).toBe(cluster.iptablesSave("node-1", "filter"));
  });

  it("are written over by kube-proxy when the Service changes, and a flush is repaired within 30 s", () => {
    const cluster = open();
    const rules = (): string => cluster.iptablesSave("node-1", "nat");
    const whole = rules();
    cluster.run("iptables -t nat -F KUBE-SERVICES", NODE);
    expect(rules()).not.toContain("-A KUBE-SERVICES");
    cluster.run("kubectl label service web a=b; kubectl create service clusterip other --tcp=80 --clusterip=10.96.1.2");
    cluster.settle();
    expect(rules()).toContain("-A KUBE-SERVICES -d 10.96.1.1/32");
    cluster.run("kubectl delete service other");
    cluster.settle();
    cluster.run("iptables -t nat -F; iptables -t nat -X", NODE);
    expect(rules()).not.toContain("KUBE-");
    cluster.advance(31_000);
    expect(rules().split("\n").toSorted()).toEqual(
      expect.arrayContaining(whole.split("\n").filter((line) => /KUBE/.test(line))),
    );
  });
});

function open(): Cluster {
  const cluster = openCluster({ seed: 1 });
  cluster.run("kubectl apply -f -", { stdin: MANIFEST });
  cluster.settle();
  return cluster;
}
