import { Check, CircleAlert } from "lucide-react";
import { useEffect } from "react";
import { useNotice } from "../notice.ts";

/** Stays so long; a pointer on it keeps it no longer, as it says nothing that is not elsewhere. */
const SHOWN_MS = 3500;

/** Stands once on the page: what is said in passing, at the bottom. */
export function NoticeLine() {
  const notice = useNotice((state) => state.notice);
  const asked = notice?.asked;
  useEffect(() => {
    if (asked === undefined) return undefined;
    const timer = setTimeout(() => useNotice.setState({ notice: undefined }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [asked]);
  const Icon = notice?.tone === "wrong" ? CircleAlert : Check;
  return (
    <div className="notices" role="status">
      {notice && (
        <p key={notice.asked} className={`notice-line is-${notice.tone}`}>
          <Icon className="icon" aria-hidden="true" />
          {notice.text}
        </p>
      )}
    </div>
  );
}
