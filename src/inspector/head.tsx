import { X } from "lucide-react";
import type { ReactNode } from "react";
import { unpick } from "../state/selection.ts";
import { IconButton } from "../ui/controls/button.tsx";
import { useMessage } from "../ui/i18n/message.tsx";

/** The head of what the inspector shows: a badge, what it is, where it is; a way back where it is not the step. */
export function Head(props: {
  readonly icon: ReactNode;
  readonly tone?: "nat" | "dns" | "route" | "deliver" | "reject";
  readonly title: ReactNode;
  readonly where: ReactNode;
  readonly hasBack?: true;
}) {
  const message = useMessage();
  return (
    <div className="inspector__head">
      <span className={`badge is-${props.tone ?? "route"}`}>{props.icon}</span>
      <div>
        <h2>{props.title}</h2>
        <p>{props.where}</p>
      </div>
      {props.hasBack && <IconButton icon={X} name={message("inspector.backToStep")} onClick={unpick} />}
    </div>
  );
}

/** A part of the inspector with a heading; `note` stands at its right. */
export function Block(props: { readonly title: ReactNode; readonly note?: ReactNode; readonly children: ReactNode }) {
  return (
    <section className="block">
      <h3 className="block__head">
        {props.title}
        <span>{props.note}</span>
      </h3>
      {props.children}
    </section>
  );
}

/** Names and values, one below the other. */
export function Facts({ rows }: { readonly rows: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="entry">
      {rows.map(([name, value]) => (
        <div key={name} className="entry__row">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
