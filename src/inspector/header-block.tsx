import type { Header } from "../engine/model/packet.ts";
import type { Hop, PacketTrace } from "../engine/trace/trace.ts";
import { packetWord } from "../state/trace-names.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import type { Say } from "../ui/i18n/message.tsx";
import { Block } from "./head.tsx";

type HeaderProps = {
  /** As it comes to the step, and as it leaves it. */
  readonly before: Header;
  readonly after: Header;
  readonly hop: Hop;
  readonly packet: PacketTrace;
};

/** A line of the header: which layer it is of, in the protocols' own names, its own name and what it says. */
type Field = { readonly layer: string; readonly name: string; readonly text: string };

/** The packet's header layer by layer, before and after where this step changed it. */
export function HeaderBlock({ before, after, hop, packet }: HeaderProps) {
  const message = useMessage();
  const rows = fieldsOf(after, message);
  const old = fieldsOf(before, message);
  const isChanged = (index: number) => old[index]?.text !== rows[index]?.text;
  const changed = rows.filter((_, index) => isChanged(index)).length;
  const hasBefore = changed > 0;
  const way = [hop.in, hop.out].map((one) => one ?? "-").join(" → ");
  const ends: readonly Field[] = [{ layer: message("inspector.link"), name: message("inspector.way"), text: way }];
  const content: Field = {
    layer: message("inspector.content"),
    name: message("inspector.kind"),
    text: packetWord(packet),
  };
  const note = hasBefore ? message("inspector.changed", { count: changed }) : message("inspector.unchanged");
  return (
    <Block title={message("inspector.header")} note={note}>
      <table className="headers">
        {hasBefore && (
          <thead>
            <tr>
              <td aria-hidden="true" colSpan={2} />
              <th scope="col">{message("inspector.before")}</th>
              <th scope="col">{message("inspector.after")}</th>
            </tr>
          </thead>
        )}
        <tbody>
          {[...ends, ...rows, ...(packet.payload ? [content] : [])].map((row, index, all) => {
            const at = rows.indexOf(row);
            const isNew = at >= 0 && isChanged(at);
            return (
              <tr key={`${row.layer} ${row.name}`} className={isNew ? "is-changed" : ""}>
                <td className="headers__layer">{row.layer === all[index - 1]?.layer ? "" : row.layer}</td>
                <th scope="row">{row.name}</th>
                {hasBefore && <td>{at >= 0 && isNew ? old[at]?.text : ""}</td>}
                <td>{row.text}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Block>
  );
}

function fieldsOf(header: Header, message: Say): readonly Field[] {
  const { protocol, source, destination, sourcePort, destinationPort, ttl, flags, icmp } = header;
  const upper = protocol.toUpperCase();
  const field = (layer: string, name: string, text: string | undefined): readonly Field[] =>
    text === undefined ? [] : [{ layer, name, text }];
  return [
    ...field("IPv4", message("inspector.source"), source),
    ...field("IPv4", message("inspector.destination"), destination),
    ...field("IPv4", "TTL", String(ttl)),
    ...field(upper, message("inspector.sourcePort"), sourcePort?.toString()),
    ...field(upper, message("inspector.destinationPort"), destinationPort?.toString()),
    ...field(upper, message("inspector.flags"), flags?.join(" ")),
    ...field(upper, message("inspector.kind"), icmp?.type),
  ];
}
