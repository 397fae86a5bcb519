import "../ui/i18n/all-texts.ts";
import { useState } from "react";
import { useCluster } from "../state/cluster.ts";
import { Button } from "../ui/controls/button.tsx";
import { Dialog } from "../ui/controls/dialog.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { restartEngine } from "./start-engine.ts";

/** Our own bug: what happened, what replays it, and the way on. Nothing typed is lost. */
export default function FailureDialog() {
  const message = useMessage();
  const failure = useCluster((state) => state.failure);
  const [isCopied, setCopied] = useState(false);
  if (!failure) return null;
  const replay = JSON.stringify({ message: failure.message, seed: failure.seed, asks: failure.asks }, null, 1);
  const copy = async () => {
    await navigator.clipboard.writeText(replay);
    setCopied(true);
  };
  return (
    <Dialog title={message("failure.title")} isOpen onOpenChange={() => restartEngine(failure)}>
      <p>{message("failure.text")}</p>
      <p className="failure__message mono">{failure.message}</p>
      <textarea
        className="failure__replay mono"
        readOnly
        rows={8}
        value={replay}
        aria-label={message("failure.replay")}
      />
      <div className="failure__buttons">
        <Button onClick={() => void copy()}>{message(isCopied ? "common.copied" : "failure.copy")}</Button>
        <Button look="primary" onClick={() => restartEngine(failure)}>
          {message("failure.restart")}
        </Button>
      </div>
    </Dialog>
  );
}
