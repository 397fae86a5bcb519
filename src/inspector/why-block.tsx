import { Box, Check, Dices, Route, Tag } from "lucide-react";
import type { ReactNode } from "react";
import type { Hop, Reference, Step, Trace } from "../engine/trace/trace.ts";
import { objectKey, useObject } from "../state/cluster.ts";
import { sendWithDraws, useCurrentRequest } from "../state/requests.ts";
import { splitPodName } from "../state/trace-names.ts";
import { Message, useMessage } from "../ui/i18n/message.tsx";
import { drawsOf, isSameReference } from "./draws.ts";
import { FieldLink } from "./field-link.tsx";
import { Block } from "./head.tsx";

/** Why it happened: the objects and fields behind it, and the draw. */
export function WhyBlock(props: { readonly trace: Trace; readonly hop: Hop; readonly steps: readonly Step[] }) {
  const message = useMessage();
  const references = referencesOf(props.steps);
  const hasDraw = props.steps.some((step) => step.kind === "rule" && step.draw !== undefined);
  const isDrawn =
    props.steps.some((step) => step.kind === "rewrite") && props.hop.steps.some((s) => s.kind === "rule" && s.draw);
  const [pinned] = props.steps.flatMap((step) => (step.kind === "relay" ? step.references : []));
  if (references.length === 0 && !hasDraw && !pinned) return null;
  return (
    <Block title={message("inspector.why")}>
      <ul className="causes">
        {references.map((reference, index) => (
          <ReferenceItem key={index} reference={reference} />
        ))}
        {pinned?.kind === "object" && (
          <Item icon={<Box className="icon" aria-hidden="true" />}>
            <Message id="inspector.whyPinned" values={{ pod: <b>{pinned.object.name}</b> }} />
          </Item>
        )}
        {(hasDraw || isDrawn) && <DrawItem trace={props.trace} />}
      </ul>
    </Block>
  );
}

/** Each thing once, Services first. */
function referencesOf(steps: readonly Step[]): readonly Reference[] {
  const all = steps.flatMap((step): readonly Reference[] => {
    if (step.kind === "reject" || step.kind === "drop") return step.cause.references;
    if (step.kind === "relay") return [];
    return "references" in step ? step.references : [];
  });
  const once = all.filter((one, index) => all.findIndex((other) => isSameReference(one, other)) === index);
  const isService = (one: Reference) => one.kind === "object" && one.object.kind === "Service";
  return [...once.filter(isService), ...once.filter((one) => !isService(one))].filter(({ kind }) => kind !== "rule");
}

function ReferenceItem({ reference }: { readonly reference: Reference }) {
  switch (reference.kind) {
    case "object":
      return <ObjectItem reference={reference} />;
    case "route":
      return (
        <Item icon={<Route className="icon" aria-hidden="true" />}>
          <Message id="inspector.whyRoute" values={{ route: <code>{reference.route}</code> }} />
        </Item>
      );
    case "record": {
      const { name, type, data } = reference;
      return (
        <Item icon={<Tag className="icon" aria-hidden="true" />}>
          <Message id="inspector.whyRecord" values={{ name: <b>{name}</b>, type, data: <code>{data}</code> }} />
        </Item>
      );
    }
    default:
      return null;
  }
}

function ObjectItem({ reference }: { readonly reference: Extract<Reference, { kind: "object" }> }) {
  const { object, field } = reference;
  const service = useObject("Service", object.kind === "Service" ? objectKey(object) : undefined);
  const labels = Object.entries(service?.spec.selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
  const name = <b>{object.name}</b>;
  if (object.kind === "Service") {
    const asked = labels === "" ? field : (field ?? "spec.selector");
    const link = <FieldLink reference={{ object, field: asked }} />;
    return (
      <Item icon={<Tag className="icon" aria-hidden="true" />}>
        {labels === "" ? (
          <Message id="inspector.whyService" values={{ service: name, field: link }} />
        ) : (
          <Message id="inspector.whySelects" values={{ service: name, labels: <b>{labels}</b>, field: link }} />
        )}
      </Item>
    );
  }
  if (object.kind === "Pod") return <PodItem reference={reference} />;
  const values = { kind: object.kind, name, field: <FieldLink reference={{ object, field }} /> };
  return (
    <Item icon={<Box className="icon" aria-hidden="true" />}>
      <Message id="inspector.whyObject" values={values} />
    </Item>
  );
}

function PodItem({ reference }: { readonly reference: Extract<Reference, { kind: "object" }> }) {
  const pod = useObject("Pod", objectKey(reference.object));
  const isReady = pod?.status?.conditions?.find(({ type }) => type === "Ready")?.status === "True";
  const { name, suffix } = splitPodName(reference.object.name);
  const values = { pod: <b title={reference.object.name}>{suffix ?? name}</b> };
  return (
    <Item icon={<Check className="icon" aria-hidden="true" />}>
      <Message id={isReady ? "inspector.whyPodReady" : "inspector.whyPod"} values={values} />
    </Item>
  );
}

function DrawItem({ trace }: { readonly trace: Trace }) {
  const message = useMessage();
  const request = useCurrentRequest();
  const again = () =>
    request &&
    void sendWithDraws(
      request,
      drawsOf(trace).map(() => Math.random()),
    );
  return (
    <Item icon={<Dices className="icon" aria-hidden="true" />}>
      {message("inspector.whyDraw")}.{" "}
      <button type="button" className="line-link" onClick={again}>
        {message("inspector.drawAgain")}
      </button>
    </Item>
  );
}

function Item({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <li>
      {icon}
      <span>{children}</span>
    </li>
  );
}
