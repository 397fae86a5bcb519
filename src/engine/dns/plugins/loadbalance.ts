import type { DnsRecord } from "../../model/dns.ts";
import type { Random } from "../../simulation/random.ts";
import type { Directive } from "../corefile.ts";
import { mapServed } from "../message.ts";
import type { PluginEnvironment, PluginSetup } from "../plugin.ts";

/** Shuffles the addresses of each answer, aliases first, so that clients which take the first one spread. As plugin/loadbalance. */
export function loadbalance(directives: readonly Directive[], { simulation }: PluginEnvironment): PluginSetup {
  for (const { arguments: words, line } of directives) {
    if (words.length > 0 && words[0] !== "round_robin" && words[0] !== "weighted")
      return { kind: "problem", line, message: `unknown policy: ${words[0]}` };
  }
  const random = () => simulation.random("coredns");
  return {
    kind: "plugin",
    wrap: (next) => (query) =>
      mapServed(next(query), (message) => {
        if (message.answer.length < 2 && message.additional.length < 2) return message;
        const { answer, additional } = message;
        return { ...message, answer: balance(answer, random), additional: balance(additional, random) };
      }),
  };
}

function balance(records: readonly DnsRecord[], random: () => Random): readonly DnsRecord[] {
  if (records.length < 2) return records;
  const of = (isWanted: (record: DnsRecord) => boolean) => records.filter(isWanted);
  const isAddress = ({ type }: DnsRecord) => type === "A" || type === "AAAA";
  return [
    ...of(({ type }) => type === "CNAME"),
    ...of((record) => !isAddress(record) && record.type !== "CNAME" && record.type !== "MX"),
    ...shuffle(of(isAddress), random),
    ...shuffle(
      of(({ type }) => type === "MX"),
      random,
    ),
  ];
}

function shuffle(records: readonly DnsRecord[], random: () => Random): DnsRecord[] {
  const shuffled = [...records];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = random().below(last + 1);
    const [a, b] = [shuffled[last], shuffled[other]];
    if (a && b) [shuffled[last], shuffled[other]] = [b, a];
  }
  return shuffled;
}
