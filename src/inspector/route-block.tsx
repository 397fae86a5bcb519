import { useEffect, useState } from "react";
import { parseHostName } from "../engine/model/host.ts";
import type { Step } from "../engine/trace/trace.ts";
import { ask, Refusal } from "../state/engine-link.ts";
import { hostLabel } from "../state/trace-names.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { Block, Facts } from "./head.tsx";

const RESULTS = {
  known: "inspector.neighbourKnown",
  answered: "inspector.neighbourAnswered",
  failed: "inspector.neighbourFailed",
} as const;

/** The route that was chosen, those that were not, and whether the next machine is there. */
export function RouteBlock({ host, steps }: { readonly host: string; readonly steps: readonly Step[] }) {
  const message = useMessage();
  const route = steps.findLast((step) => step.kind === "route");
  const neighbour = steps.findLast((step) => step.kind === "neighbour");
  const routes = useRoutes(route === undefined ? undefined : host);
  if (route === undefined && neighbour === undefined) return null;
  const others = routes.filter((line) => line !== route?.route);
  return (
    <Block
      title={message("inspector.route")}
      note={route && message("inspector.routeFor", { address: route.destination })}
    >
      {route && <p className="raw raw--strong">{route.route}</p>}
      <Facts
        rows={[
          ...(route ? [[message("inspector.nextHop"), route.via ?? message("inspector.direct")] as const] : []),
          ...(route ? [[message("inspector.interface"), route.out] as const] : []),
          ...(neighbour
            ? [
                [
                  message("inspector.neighbour"),
                  message(RESULTS[neighbour.result], { address: neighbour.address }),
                ] as const,
              ]
            : []),
        ]}
      />
      {others.length > 0 && (
        <ul className="routes" aria-label={message("inspector.otherRoutes", { host: hostLabel(host) })}>
          {others.map((line) => (
            <li key={line} className="raw">
              <span className="hidden-text">{message("inspector.notTaken")}</span>
              {line}
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}

/** The host's routes as they are now; none while nobody knows. */
function useRoutes(host: string | undefined): readonly string[] {
  const [known, setKnown] = useState<{ readonly host: string; readonly lines: readonly string[] }>();
  useEffect(() => {
    const asked = host === undefined ? undefined : parseHostName(host);
    if (host === undefined || asked === undefined) return undefined;
    let isWanted = true;
    ask("routes", { host: asked }).then(
      ({ lines }) => isWanted && setKnown({ host, lines: lines.map((line) => line.trim()) }),
      (reason: unknown) => {
        if (!(reason instanceof Refusal)) throw reason;
      },
    );
    return () => {
      isWanted = false;
    };
  }, [host]);
  return known !== undefined && known.host === host ? known.lines : [];
}
