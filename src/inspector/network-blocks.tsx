import type { ConnectionTuple, ConntrackEntry } from "../engine/model/conntrack-entry.ts";
import type { Hop, PacketTrace, Step } from "../engine/trace/trace.ts";
import { endpointText } from "../state/trace-names.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { Block, Facts } from "./head.tsx";

const STATES = {
  new: "inspector.conntrackNew",
  established: "inspector.conntrackKnown",
  related: "inspector.conntrackRelated",
  invalid: "inspector.conntrackInvalid",
} as const;

/** The connection that the packet belongs to, as this machine keeps it. */
export function ConntrackBlock({ hop, steps }: { readonly hop: Hop; readonly steps: readonly Step[] }) {
  const message = useMessage();
  const isOfConnection = steps.some(({ kind }) => kind === "conntrack" || kind === "rewrite");
  const found = hop.steps.filter((step) => step.kind === "conntrack");
  const state = found[0]?.state;
  const entry = found.findLast((step) => step.entry !== undefined)?.entry;
  if (!isOfConnection || state === undefined) return null;
  return (
    <Block title={message("inspector.conntrack")} note={message(STATES[state])}>
      {entry && (
        <>
          <Facts
            rows={[
              [message("inspector.sent"), tupleText(entry.original)],
              [message("inspector.reply"), <ReplyText key="reply" entry={entry} />],
            ]}
          />
          <p className="raw">{entryText(entry)}</p>
        </>
      )}
    </Block>
  );
}

function ReplyText({ entry }: { readonly entry: ConntrackEntry }) {
  const { original, reply } = entry;
  const from = endpointText(reply.source, reply.sourcePort);
  const to = endpointText(reply.destination, reply.destinationPort);
  const isOther = reply.source !== original.destination || reply.sourcePort !== original.destinationPort;
  return (
    <>
      {isOther ? <em>{from}</em> : from} → {to}
    </>
  );
}

function tupleText({ source, sourcePort, destination, destinationPort }: ConnectionTuple): string {
  return `${endpointText(source, sourcePort)} → ${endpointText(destination, destinationPort)}`;
}

/** The entry as `conntrack -L` prints it. */
function entryText(entry: ConntrackEntry): string {
  const number = { tcp: 6, udp: 17, icmp: 1 }[entry.protocol];
  const tuple = ({ source, destination, sourcePort, destinationPort, id }: ConnectionTuple) =>
    [
      `src=${source} dst=${destination}`,
      sourcePort === undefined ? "" : ` sport=${sourcePort} dport=${destinationPort}`,
      id === undefined ? "" : ` id=${id}`,
    ].join("");
  return [
    `${entry.protocol} ${number} ${entry.timeoutSeconds}`,
    entry.state ?? [],
    tuple(entry.original),
    entry.isReplied ? [] : "[UNREPLIED]",
    tuple(entry.reply),
    entry.isAssured ? "[ASSURED]" : [],
    `mark=${entry.mark} use=1`,
  ]
    .flat()
    .join(" ");
}

/** Whether a process takes it. */
export function ListenerBlock({ steps }: { readonly steps: readonly Step[] }) {
  const message = useMessage();
  const socket = steps.findLast((step) => step.kind === "listen");
  if (socket === undefined) return null;
  const values = { protocol: socket.protocol.toUpperCase(), port: socket.port };
  const text = socket.result === "nobody" ? "inspector.nobodyOn" : "inspector.listensOn";
  return (
    <Block title={message("inspector.listener")}>
      <p className="why">{message(text, values)}</p>
    </Block>
  );
}

/** What the packet says, where a person would want to read it. */
export function PayloadBlock({ packet }: { readonly packet: PacketTrace }) {
  const message = useMessage();
  const { payload } = packet;
  if (payload === undefined) return null;
  const rows: (readonly [string, string])[] = [];
  if (payload.kind === "dns") {
    rows.push([message("inspector.question"), `${payload.question.name} ${payload.question.type}`]);
    if (payload.message !== undefined) {
      const records = payload.message.answer.map(({ ttl, type, data }) => `${ttl} ${type} ${data}`);
      rows.push([message("inspector.status"), payload.message.rcode]);
      rows.push([message("inspector.answer"), records.join("\n") || message("inspector.noAnswer")]);
    }
  }
  if (payload.kind === "http-request") rows.push([payload.method, payload.path], ["Host", payload.host]);
  if (payload.kind === "http-response")
    rows.push(
      [message("inspector.status"), `${payload.status} ${payload.reason}`],
      [message("inspector.body"), payload.body],
    );
  if (payload.kind === "text") rows.push([message("inspector.body"), payload.text]);
  return (
    <Block title={message("inspector.payload")}>
      <Facts rows={rows} />
    </Block>
  );
}
