import type { PacketTrace, Trace } from "../engine/trace/trace.ts";
import { goToPlace } from "../state/playback-store.ts";
import { packetWord } from "../state/trace-names.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import type { PlainMessageKey } from "../ui/i18n/catalogue.ts";
import { Block, Facts } from "./head.tsx";

/** The packet's counterparts: the one that it answers or repeats, and those that answer it; each leads there. */
export function PairBlock({ trace, packet }: { readonly trace: Trace; readonly packet: PacketTrace }) {
  const message = useMessage();
  const asked = trace.packets.find(({ id }) => id === packet.answers);
  const repeated = trace.packets.find(({ id }) => id === packet.retryOf);
  const answers = trace.packets.filter((other) => other.answers === packet.id);
  const isWaiting = EXPECT_ANSWERS.has(packet.kind) && answers.length === 0;
  const rows: (readonly [PlainMessageKey, PacketTrace])[] = [
    ...(asked ? [["inspector.answers", asked] as const] : []),
    ...(repeated ? [["inspector.repeats", repeated] as const] : []),
    ...answers.map((one) => ["inspector.answeredBy", one] as const),
  ];
  if (rows.length === 0 && !isWaiting) return null;
  return (
    <Block title={message("inspector.wayBack")} note={isWaiting && message("inspector.noAnswerCame")}>
      <Facts
        rows={rows.map(([name, one]) => [
          message(name),
          <PacketLink key={one.id} packet={one} index={trace.packets.indexOf(one)} />,
        ])}
      />
    </Block>
  );
}

/** Kinds that somebody waits for an answer to. */
const EXPECT_ANSWERS: ReadonlySet<PacketTrace["kind"]> = new Set([
  "dns-query",
  "tcp-syn",
  "http-request",
  "icmp-echo",
  "arp-request",
]);

function PacketLink({ packet, index }: { readonly packet: PacketTrace; readonly index: number }) {
  const message = useMessage();
  return (
    <button type="button" className="line-link" onClick={() => goToPlace({ packet: index, hop: 0 })}>
      {message("inspector.packetNumber", { number: index + 1, what: packetWord(packet) })}
    </button>
  );
}
