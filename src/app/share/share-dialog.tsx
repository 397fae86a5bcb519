import { useEffect, useId, useState } from "react";
import { LINK_LENGTH_MAX, shareFile, sharedNow, shareLink } from "../../state/share.ts";
import type { Shared } from "../../state/share.ts";
import { hasOwnAside, returnToOwn } from "../../state/workspace.ts";
import { Button } from "../../ui/controls/button.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";
import { download } from "../../ui/download.ts";
import { useLanguage } from "../../ui/i18n/language.ts";
import { useMessage } from "../../ui/i18n/message.tsx";
import { copyText } from "../../ui/notice.ts";
import { openSharedWork, openShareFile } from "./open-shared-work.ts";
import { showShare, useShareDialog } from "./share-store.ts";
import type { ShareDialogState } from "./share-store.ts";

/** Hands one's work on as a link or a file, and takes another's. */
export default function ShareDialog() {
  const message = useMessage();
  const shown = useShareDialog((state) => state.shown);
  const titles = {
    closed: "share.title",
    own: "share.title",
    offered: "share.offered",
    refused: "share.refused",
  } as const;
  return (
    <Dialog
      title={message(titles[shown.kind])}
      isOpen={shown.kind !== "closed"}
      onOpenChange={(isOpen) => !isOpen && showShare({ kind: "closed" })}
    >
      <Body shown={shown} />
    </Dialog>
  );
}

function Body({ shown }: { readonly shown: ShareDialogState }) {
  const message = useMessage();
  if (shown.kind === "offered") return <Offer shared={shown.shared} />;
  if (shown.kind === "refused")
    return (
      <div className="share">
        <p>{message(`share.problem.${shown.problem}`)}</p>
        <p>{message("share.nothingLost")}</p>
        <div className="share__buttons">
          <Button look="primary" onClick={() => showShare({ kind: "closed" })}>
            {message("common.close")}
          </Button>
        </div>
      </div>
    );
  return <Own />;
}

/** Somebody else's work, while one's own is open. */
function Offer({ shared }: { readonly shared: Shared }) {
  const message = useMessage();
  const open = () => {
    showShare({ kind: "closed" });
    void openSharedWork(shared);
  };
  return (
    <div className="share">
      <p>{message("share.offer", { count: shared.work.files.length })}</p>
      <p>{message("share.ownIsKept")}</p>
      <div className="share__buttons">
        <Button onClick={() => showShare({ kind: "closed" })}>{message("share.keepMine")}</Button>
        <Button look="primary" onClick={open}>
          {message("share.open")}
        </Button>
      </div>
    </div>
  );
}

function Own() {
  const message = useMessage();
  const language = useLanguage((state) => state.language);
  const id = useId();
  const [made, setMade] = useState<{ readonly shared: Shared; readonly link: string }>();
  const [hasAside, setAside] = useState(false);
  useEffect(() => {
    let isWanted = true;
    void (async () => {
      const shared = await sharedNow();
      const link = location.origin + location.pathname + (await shareLink(shared));
      const isAside = await hasOwnAside();
      if (!isWanted) return;
      setMade({ shared, link });
      setAside(isAside);
    })();
    return () => {
      isWanted = false;
    };
  }, []);
  const length = made?.link.length ?? 0;
  const isTooLong = length > LINK_LENGTH_MAX;
  const said = { done: message("common.copied"), refused: message("common.notCopied") };
  const goBack = () => {
    showShare({ kind: "closed" });
    void returnToOwn();
  };
  return (
    <div className="share">
      <p id={id}>{message(made?.shared.work.saved ? "share.carriesCluster" : "share.carries")}</p>
      {isTooLong ? (
        <p className="share__note">
          {message("share.tooLong", {
            length: length.toLocaleString(language),
            max: LINK_LENGTH_MAX.toLocaleString(language),
          })}
        </p>
      ) : (
        <div className="share__link">
          <input
            readOnly
            className="mono"
            aria-label={message("share.link")}
            aria-describedby={id}
            value={made?.link ?? ""}
            placeholder={message("common.loading")}
            onFocus={(event) => event.target.select()}
          />
          <Button look="primary" disabled={!made} onClick={() => made && void copyText(made.link, said)}>
            {message("share.copy")}
          </Button>
        </div>
      )}
      {made && !isTooLong && (
        <p className="share__note">{message("share.length", { length: length.toLocaleString(language) })}</p>
      )}
      <div className="share__buttons">
        <Button
          look={isTooLong ? "primary" : "plain"}
          disabled={!made}
          onClick={() =>
            made && download("kubehop.json", new Blob([shareFile(made.shared)], { type: "application/json" }))
          }
        >
          {message("share.save")}
        </Button>
        <FileButton />
        {hasAside && <Button onClick={goBack}>{message("share.back")}</Button>}
      </div>
    </div>
  );
}

/** Opens a file that another person's page has saved. */
function FileButton() {
  const message = useMessage();
  return (
    <label className="button share__file">
      {message("share.openFile")}
      <input
        type="file"
        accept=".json,application/json"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) void openShareFile(file);
        }}
      />
    </label>
  );
}
