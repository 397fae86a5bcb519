import { useEffect, useState } from "react";
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

type Made = { readonly shared: Shared; readonly link: string; readonly hasAside: boolean };

function Own() {
  const message = useMessage();
  const made = useMade();
  const isTooLong = (made?.link.length ?? 0) > LINK_LENGTH_MAX;
  const save = ({ shared }: Made) =>
    download("kubehop.json", new Blob([shareFile(shared)], { type: "application/json" }));
  const goBack = () => {
    showShare({ kind: "closed" });
    void returnToOwn();
  };
  return (
    <div className="share">
      <p>{message(made?.shared.work.saved ? "share.carriesCluster" : "share.carries")}</p>
      <LinkLine link={made?.link} />
      <div className="share__buttons">
        <Button look={isTooLong ? "primary" : "plain"} disabled={!made} onClick={() => made && save(made)}>
          {message("share.save")}
        </Button>
        <FileButton />
        {made?.hasAside && <Button onClick={goBack}>{message("share.back")}</Button>}
      </div>
    </div>
  );
}

/** The work as it is when the dialog opens, packed; undefined until it is. */
function useMade(): Made | undefined {
  const [made, setMade] = useState<Made>();
  useEffect(() => {
    let isWanted = true;
    void (async () => {
      const shared = await sharedNow();
      const link = location.origin + location.pathname + (await shareLink(shared));
      const hasAside = await hasOwnAside();
      if (isWanted) setMade({ shared, link, hasAside });
    })();
    return () => {
      isWanted = false;
    };
  }, []);
  return made;
}

/** The link to copy, and how long it is; one that is too long is not offered. */
function LinkLine({ link }: { readonly link: string | undefined }) {
  const message = useMessage();
  const language = useLanguage((state) => state.language);
  const length = (link?.length ?? 0).toLocaleString(language);
  if (link !== undefined && link.length > LINK_LENGTH_MAX)
    return (
      <p className="share__note">
        {message("share.tooLong", { length, max: LINK_LENGTH_MAX.toLocaleString(language) })}
      </p>
    );
  const said = { done: message("common.copied"), refused: message("common.notCopied") };
  return (
    <>
      <div className="share__link">
        <input
          readOnly
          className="mono"
          aria-label={message("share.link")}
          value={link ?? ""}
          placeholder={message("common.loading")}
          onFocus={(event) => event.target.select()}
        />
        <Button look="primary" disabled={link === undefined} onClick={() => link && void copyText(link, said)}>
          {message("share.copy")}
        </Button>
      </div>
      {link !== undefined && <p className="share__note">{message("share.length", { length })}</p>}
    </>
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
