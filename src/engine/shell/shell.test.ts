import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { openCluster } from "../cluster.ts";
import { toolNames } from "./registry.ts";

const cluster = openCluster();

/** A line's whole answer: stdout, then stderr, then the exit code if it is not 0. */
function answerTo(line: string, io: Parameters<typeof cluster.run>[1] = {}): string {
  const { stdout, stderr, exitCode } = cluster.run(line, io);
  return stdout + stderr + (exitCode === 0 ? "" : `[${exitCode}]`);
}

describe("a command line", () => {
  test.each`
    line                                                                 | answer                                                               | because
    ${"echo a  b"}                                                       | ${"a b\n"}                                                           | ${"words are parted by white space"}
    ${"echo 'a  $HOME' \"b  $HOME\" c\\ d"}                              | ${"a  $HOME b  /root c d\n"}                                         | ${"quotes keep it"}
    ${"X=1; echo $X ${X}2 ${Y:-none} ${#X}"}                             | ${"1 12 none 1\n"}                                                   | ${"variables"}
    ${"X=2 printenv X; echo [$X]"}                                       | ${"2\n[1]\n"}                                                        | ${"an assignment before a command is its alone"}
    ${"Z='a b'; printf '<%s>' $Z \"$Z\"; echo"}                          | ${"<a><b><a b>\n"}                                                   | ${"what is not quoted is split"}
    ${"true && echo yes || echo no"}                                     | ${"yes\n"}                                                           | ${"and, or"}
    ${"false || echo no; echo $?"}                                       | ${"no\n0\n"}                                                         | ${"the last exit code"}
    ${"false; echo $?; ! true; echo $?"}                                 | ${"1\n1\n"}                                                          | ${"negation"}
    ${"echo b a c | tr ' ' '\\n' | sort | head -n 2"}                    | ${"a\nb\n"}                                                          | ${"pipes"}
    ${"cat nope 2>&1 >/dev/null | wc -l"}                                | ${"1\n"}                                                             | ${"redirections are done in their order"}
    ${"echo 1 > f; echo 2 >> f; cat < f; rm f"}                          | ${"1\n2\n"}                                                          | ${"files"}
    ${"cat <<EOF\n$X\nEOF"}                                              | ${"1\n"}                                                             | ${"here-documents"}
    ${"cat <<'EOF'\n$X\nEOF"}                                            | ${"$X\n"}                                                            | ${"quoted here-documents"}
    ${"echo $(echo a; echo b) `echo c`"}                                 | ${"a b c\n"}                                                         | ${"substitution"}
    ${"echo $((2 * (3 + 4) % 5))"}                                       | ${"4\n"}                                                             | ${"arithmetic"}
    ${"for i in 1 2 3; do echo $i; done | tail -1"}                      | ${"3\n"}                                                             | ${"for"}
    ${"while read a b; do echo $b; done <<< '1 2 3'"}                    | ${"2 3\n"}                                                           | ${"while read"}
    ${"if [ 1 -lt 2 ]; then echo less; else echo; fi"}                   | ${"less\n"}                                                          | ${"if"}
    ${"for i in 1 2 3; do [ $i = 2 ] && break; done; echo $i"}           | ${"2\n"}                                                             | ${"break"}
    ${"(X=5; echo $X); echo $X"}                                         | ${"5\n1\n"}                                                          | ${"a subshell keeps its variables"}
    ${"seq 3 | while read n; do echo $((n * n)); done"}                  | ${"1\n4\n9\n"}                                                       | ${"a loop in a pipe"}
    ${"W=1; printenv W; export W; printenv W; W=2; printenv W; unset W"} | ${"1\n2\n"}                                                          | ${"programs get what is exported"}
    ${"V=1; sh -c 'echo [$V]'; export V; sh -c 'echo [$V]'; unset V"}    | ${"[]\n[1]\n"}                                                       | ${"so does a shell that is started"}
    ${"alias say='echo so'; say it; alias say; unalias say; say it"}     | ${"so it\nalias say='echo so'\nbash: say: command not found\n[127]"} | ${"aliases"}
    ${"alias k=kubectl; k get ns default -o name"}                       | ${"namespace/default\n"}                                             | ${"the alias that everybody has"}
    ${"echo a # b"}                                                      | ${"a\n"}                                                             | ${"comments"}
    ${"nope"}                                                            | ${"bash: nope: command not found\n[127]"}                            | ${"unknown command"}
    ${"echo 'a"}                                                         | ${"bash: unexpected EOF while looking for matching `''\n[2]"}        | ${"unclosed quote"}
    ${"echo a | | b"}                                                    | ${"bash: syntax error near unexpected token `|'\n[2]"}               | ${"a token in the way"}
    ${"exit 3"}                                                          | ${"[3]"}                                                             | ${"exit"}
    ${"sh -c 'echo $1-$2' x a b"}                                        | ${"a-b\n"}                                                           | ${"sh -c"}
    ${"echo 1 2 | xargs -n 1 echo n"}                                    | ${"n 1\nn 2\n"}                                                      | ${"xargs"}
    ${"yes | head -1"}                                                   | ${"bash: yes: command not found\n"}                                  | ${"the last exit code of a pipe counts"}
    ${"touch b.yaml a.yaml; echo *.yaml '*'.yaml no*.txt; rm *.yaml"}    | ${"a.yaml b.yaml *.yaml no*.txt\n"}                                  | ${"patterns"}
    ${"timeout 1 sleep 5; echo $?"}                                      | ${"124\n"}                                                           | ${"timeout"}
  `("$because: $line", ({ line, answer }) => {
    expect(answerTo(line)).toBe(answer);
  });

  it("remembers variables and files for the next line of the same place", () => {
    cluster.run("export COLOUR=blue; echo hi > note");
    expect(answerTo("echo $COLOUR; cat note")).toBe("blue\nhi\n");
    expect(answerTo("echo [$COLOUR]; cat note", { on: { node: "node-1" } })).toBe(
      "[]\ncat: note: No such file or directory\n[1]",
    );
  });

  it("passes on what a command writes while it runs, and stops it when nobody reads on", () => {
    const began = cluster.nowMs;
    const { stdout } = cluster.run("ping 10.244.1.2 | head -n 3", { on: { node: "node-1" } });
    expect(stdout.split("\n")).toHaveLength(4);
    expect(cluster.nowMs - began).toBeLessThan(5000);
  });

  it("takes the time that its commands take", () => {
    const began = cluster.nowMs;
    cluster.run("sleep 2; sleep 0.5");
    expect(Math.round((cluster.nowMs - began) / 100)).toBe(25);
  });
});

describe("text tools", () => {
  const text = "web-1 10.0.0.1 Running\ndb-0 10.0.0.2 Pending\nweb-2 10.0.0.10 Running\n";
  test.each`
    line                                                                                 | answer
    ${"grep -c web"}                                                                     | ${"2\n"}
    ${"grep -v -n Running"}                                                              | ${"2:db-0 10.0.0.2 Pending\n"}
    ${"grep -oE '[0-9]+$|10\\.[0-9.]+'"}                                                 | ${"10.0.0.1\n10.0.0.2\n10.0.0.10\n"}
    ${"grep -i PENDING -B 1"}                                                            | ${"web-1 10.0.0.1 Running\ndb-0 10.0.0.2 Pending\n"}
    ${"grep -w 10.0.0.1"}                                                                | ${"web-1 10.0.0.1 Running\n"}
    ${"grep nothing"}                                                                    | ${"[1]"}
    ${"cut -d ' ' -f 1,3"}                                                               | ${"web-1 Running\ndb-0 Pending\nweb-2 Running\n"}
    ${"sort -k 1,1"}                                                                     | ${"db-0 10.0.0.2 Pending\nweb-1 10.0.0.1 Running\nweb-2 10.0.0.10 Running\n"}
    ${"sort -t . -k 4 -n -r | cut -c 1-5"}                                               | ${"web-2\ndb-0 \nweb-1\n"}
    ${"sed -n '/web/s/ .*//p'"}                                                          | ${"web-1\nweb-2\n"}
    ${"sed -E 's/(\\w+)-([0-9])/\\2-\\1/;1d;$d'"}                                        | ${"0-db 10.0.0.2 Pending\n"}
    ${"sed -n '$='"}                                                                     | ${"3\n"}
    ${"awk '{print $1}'"}                                                                | ${"web-1\ndb-0\nweb-2\n"}
    ${'awk -F. \'/Run/ {n += $3 + 1; print NR ":" $NF} END {printf "%d\\n", n}\''}       | ${"1:1 Running\n3:10 Running\n2\n"}
    ${"awk 'NR > 1 && $3 == \"Running\" {print length($2), toupper(substr($1, 1, 3))}'"} | ${"9 WEB\n"}
    ${"awk '{count[$3]++} END {for (k in count) print k, count[k]}' | sort"}             | ${"Pending 1\nRunning 2\n"}
    ${"tr a-z A-Z | head -c 5"}                                                          | ${"WEB-1"}
    ${"wc"}                                                                              | ${"      3       9      69\n"}
    ${"wc -l"}                                                                           | ${"3\n"}
    ${"tail -n 1"}                                                                       | ${"web-2 10.0.0.10 Running\n"}
    ${"tail -n +3"}                                                                      | ${"web-2 10.0.0.10 Running\n"}
    ${"cut -d ' ' -f 3 | sort | uniq -c"}                                                | ${"      1 Pending\n      2 Running\n"}
    ${"head -1 | base64 | base64 -d"}                                                    | ${"web-1 10.0.0.1 Running\n"}
  `("$line", ({ line, answer }) => {
    expect(answerTo(`cat | ${line}`, { stdin: text })).toBe(answer);
  });
});

describe("laws", () => {
  const word = fc.constantFrom(
    ...toolNames("workstation").filter((name) => !["watch", "ping"].includes(name)),
    ...toolNames("toolbox").filter((name) => !["watch", "ping"].includes(name)),
    "get",
    "pods",
    "-o",
    "wide",
    "-n",
    "kube-system",
    "--",
    "web",
    "10.96.0.10",
    "kubernetes",
    "-l",
    "a=b",
    "$X",
    "${X:-y}",
    "$(echo a)",
    "`date`",
    "'",
    '"',
    "\\",
    "|",
    "||",
    "&&",
    ";",
    ">",
    ">>",
    "<",
    "2>&1",
    "<<<",
    "<<EOF",
    "\n",
    "(",
    ")",
    "{",
    "}",
    "for",
    "in",
    "do",
    "done",
    "while",
    "if",
    "then",
    "fi",
    "!",
    "#",
    "*",
    "s/a/b/",
    "{print $1}",
    "+short",
    "@10.96.0.10",
    "-t",
    "nat",
    "-L",
    "-S",
    "-c",
    "1",
    "-W",
    "%s\n",
    "[",
    "]",
    "-e",
    "$((1/0))",
    "exec",
    "coredns",
  );
  const anything = fc.oneof(
    { weight: 8, arbitrary: fc.array(word, { maxLength: 9 }).map((words) => words.join(" ")) },
    { weight: 1, arbitrary: fc.string({ maxLength: 60 }) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
  );
  const places = fc.constantFrom(
    undefined,
    { node: "node-1" },
    { outside: "198.51.100.7" },
    { pod: "gone", namespace: "x" },
  );

  it("never throws: whatever is typed gives text and an exit code", () => {
    const law = fc.property(anything, places, (line, on) => {
      const { exitCode, stdout, stderr } = cluster.run(line, { stdin: "a b\nc\n", ...(on && { on }) });
      expect([typeof stdout, typeof stderr, exitCode >= 0 && exitCode < 256]).toEqual(["string", "string", true]);
    });
    fc.assert(law, { numRuns: 1000 });
    expect(cluster.problems).toEqual([]);
  });
});
