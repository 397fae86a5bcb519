import { Box, Boxes, Network, Server } from "lucide-react";
import { useState } from "react";
import { stringify } from "yaml";
import type { KubernetesObject } from "../engine/model/objects.ts";
import type { ObjectRef } from "../engine/trace/trace.ts";
import { objectKey, useObject, useObjects } from "../state/cluster.ts";
import { bringIn } from "../state/drift.ts";
import { objectToBringIn, revealField, useFieldLocation } from "../state/editing.ts";
import { setFrom } from "../state/requests.ts";
import { pick, showRules } from "../state/selection.ts";
import { Button } from "../ui/controls/button.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { Block, Facts, Head } from "./head.tsx";
import { hostOf, objectFacts, relatedObjects } from "./object-facts.ts";

const ICONS: Readonly<Record<string, typeof Box>> = { Pod: Box, Service: Network, Node: Server };
const VIEWS = ["details", "yaml", "events", "related"] as const;

/** An object of the cluster: details, YAML, events, what belongs to it. */
export function ObjectDetails({ object }: { readonly object: ObjectRef }) {
  const message = useMessage();
  const [view, setView] = useState<(typeof VIEWS)[number]>("details");
  const found: KubernetesObject | undefined = useObject(object.kind, objectKey(object));
  const Icon = ICONS[object.kind] ?? Boxes;
  const where = object.namespace === undefined ? object.kind : `${object.kind}, ${object.namespace}`;
  return (
    <>
      <Head icon={<Icon aria-hidden="true" />} title={object.name} where={where} hasBack />
      {found === undefined ? (
        <p className="inspector__note">{message("inspector.gone")}</p>
      ) : (
        <>
          <Actions object={object} found={found} />
          <div className="inspector__views">
            <div className="segmented" role="group" aria-label={message("inspector.details")}>
              {VIEWS.map((one) => (
                <button key={one} type="button" aria-pressed={view === one} onClick={() => setView(one)}>
                  {message(`inspector.${one}`)}
                </button>
              ))}
            </div>
          </div>
          {view === "details" && <DetailsView found={found} />}
          {view === "yaml" && <pre className="yaml">{yamlOf(found)}</pre>}
          {view === "events" && <EventsView object={object} />}
          {view === "related" && <RelatedView found={found} />}
        </>
      )}
    </>
  );
}

function Actions({ object, found }: { readonly object: ObjectRef; readonly found: KubernetesObject }) {
  const message = useMessage();
  const location = useFieldLocation({ object });
  const missing = location ? undefined : objectToBringIn(object);
  const host = hostOf(found);
  return (
    <div className="inspector__actions">
      {host && <Button onClick={() => setFrom(host)}>{message("inspector.sendFrom")}</Button>}
      {location && <Button onClick={() => revealField({ object })}>{message("inspector.showInEditor")}</Button>}
      {missing && (
        <Button
          title={message("editor.inNoFile", { object: `${missing.kind} ${missing.name}` })}
          onClick={() => void bringIn(missing)}
        >
          {message("editor.bringIn")}
        </Button>
      )}
      {object.kind === "Node" && (
        <Button onClick={() => showRules(object.name)}>{message("inspector.showRules")}</Button>
      )}
    </div>
  );
}

function DetailsView({ found }: { readonly found: KubernetesObject }) {
  const message = useMessage();
  const rows = objectFacts(found).map(([name, value]) => [message(name), value] as const);
  return (
    <Block title={message("inspector.details")}>
      <Facts rows={rows} />
    </Block>
  );
}

/** The object as kubectl prints it, without the bookkeeping of who wrote what. */
function yamlOf(object: KubernetesObject): string {
  const { managedFields: _, ...metadata } = object.metadata as KubernetesObject["metadata"] & {
    managedFields?: unknown;
  };
  return stringify({ ...object, metadata }, { lineWidth: 0 });
}

function EventsView({ object }: { readonly object: ObjectRef }) {
  const message = useMessage();
  const events = [...useObjects("Event").values()].filter((event) => {
    const about = event["involvedObject"] as Partial<ObjectRef> | undefined;
    return about?.kind === object.kind && about.name === object.name && about.namespace === object.namespace;
  });
  if (events.length === 0) return <p className="inspector__note">{message("inspector.noEvents")}</p>;
  return (
    <ul className="inspector__list">
      {events.map((event) => (
        <li key={event.metadata.name} className={event["type"] === "Warning" ? "is-warning" : ""}>
          <b>{textOf(event["reason"])}</b> {textOf(event["message"])}
        </li>
      ))}
    </ul>
  );
}

function RelatedView({ found }: { readonly found: KubernetesObject }) {
  const message = useMessage();
  const related = relatedObjects(found);
  if (related.length === 0) return <p className="inspector__note">{message("inspector.noRelated")}</p>;
  return (
    <ul className="inspector__list">
      {related.map((object) => (
        <li key={`${object.kind} ${object.namespace} ${object.name}`}>
          <span>{object.kind}</span>{" "}
          <button type="button" className="line-link" onClick={() => pick({ kind: "object", object })}>
            {object.name}
          </button>
        </li>
      ))}
    </ul>
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
