import { GitCompareArrows, History } from "lucide-react";
import { Popover } from "radix-ui";
import { lookAt, useRequests } from "../state/requests.ts";
import type { SentRequest } from "../state/requests.ts";
import { requestText } from "../state/request-text.ts";
import { IconButton } from "../ui/controls/button.tsx";
import { useLanguage } from "../ui/i18n/language.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { compareWith } from "./comparing.ts";
import { RequestTitle, useOutcomeWord } from "./request-title.tsx";
import { useStrip } from "./strip-store.ts";
import "./history.css";

/** Requests that the list shows. */
const LISTED_MAX = 20;

/** The last requests: who asked for what, what came of it; each can be shown again, or under the current one. */
export function HistoryMenu() {
  const message = useMessage();
  const isOpen = useStrip((state) => state.isHistoryOpen);
  const history = useRequests((state) => state.history);
  const currentId = useRequests((state) => state.currentId);
  return (
    <Popover.Root open={isOpen} onOpenChange={(isHistoryOpen) => useStrip.setState({ isHistoryOpen })}>
      <Popover.Trigger asChild>
        <IconButton icon={History} name={message("history.title")} keys="H" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="menu history"
          sideOffset={4}
          collisionPadding={8}
          align="end"
          aria-label={message("history.title")}
        >
          <h2 className="menu__label">{message("history.title")}</h2>
          {history.length === 0 && <p className="history__empty">{message("history.empty")}</p>}
          <ol>
            {history
              .slice(-LISTED_MAX)
              .toReversed()
              .map((request) => (
                <Entry key={request.id} request={request} isCurrent={request.id === currentId} />
              ))}
          </ol>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Entry({ request, isCurrent }: { readonly request: SentRequest; readonly isCurrent: boolean }) {
  const message = useMessage();
  const { trace } = request;
  const outcome = useOutcomeWord(trace.outcome);
  const time = useClockText(trace.beganMs);
  const close = () => useStrip.setState({ isHistoryOpen: false });
  const compare = () => {
    compareWith(request);
    close();
  };
  const show = () => {
    lookAt(request.id);
    close();
  };
  return (
    <li className={`history__entry ${isCurrent ? "is-now" : ""}`}>
      <button type="button" className="history__show" aria-current={isCurrent} onClick={show}>
        <RequestTitle trace={trace} />
        <time className="mono" title={message("history.clock")}>
          {time}
        </time>
      </button>
      {isCurrent ? (
        <span className="history__now">{message("history.current")}</span>
      ) : (
        <button
          type="button"
          className="button button--icon"
          title={message("history.compare")}
          aria-label={message("history.compareWith", { request: requestText(trace.request), outcome, time })}
          onClick={compare}
        >
          <GitCompareArrows className="icon" aria-hidden="true" />
        </button>
      )}
    </li>
  );
}

/** The default world's clock starts here. */
const STARTED = Date.UTC(2026, 0, 1);

function useClockText(ms: number): string {
  const language = useLanguage((state) => state.language);
  return new Date(STARTED + ms).toLocaleTimeString(language, {
    timeZone: "UTC",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hour12: false,
  });
}
