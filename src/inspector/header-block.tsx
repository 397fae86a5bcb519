import type { Header } from "../engine/model/packet.ts";
import type { Step } from "../engine/trace/trace.ts";
import { destinationText, sourceText } from "../state/trace-names.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { Block } from "./head.tsx";

/** The packet's header, before and after where this step changed it. */
export function HeaderBlock({ header, steps }: { readonly header: Header; readonly steps: readonly Step[] }) {
  const message = useMessage();
  const rewrites = steps.filter((step) => step.kind === "rewrite");
  const before = rewrites[0]?.before;
  const after = rewrites.at(-1)?.after ?? header;
  const names = [message("inspector.source"), message("inspector.destination"), message("inspector.ttlFlags")];
  const rows = names.map((name, index) => ({
    name,
    before: before && cellsOf(before)[index],
    after: cellsOf(after)[index],
  }));
  const changed = rows.filter((row) => before !== undefined && row.before !== row.after);
  const note =
    changed.length > 0 ? message("inspector.changed", { count: changed.length }) : message("inspector.unchanged");
  return (
    <Block title={message("inspector.header")} note={note}>
      <table className="headers">
        {before && (
          <thead>
            <tr>
              <td aria-hidden="true" />
              <th scope="col">{message("inspector.before")}</th>
              <th scope="col">{message("inspector.after")}</th>
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} className={changed.includes(row) ? "is-changed" : ""}>
              <th scope="row">{row.name}</th>
              {before && <td>{row.before}</td>}
              <td>{row.after}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Block>
  );
}

function cellsOf(header: Header): readonly string[] {
  const what = header.flags?.join(" ") ?? header.icmp?.type ?? header.protocol.toUpperCase();
  return [sourceText(header), destinationText(header), `${header.ttl}, ${what}`];
}
