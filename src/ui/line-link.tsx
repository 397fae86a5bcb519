import { useMessage } from "./i18n/message.tsx";

/** A link to a line of a file ("service.yaml, line 7"); where no file has it, the plain words and a way to open it as one. */
export function LineLink(props: {
  readonly location: { readonly file: string; readonly line: number } | undefined;
  readonly words: string;
  readonly onOpen: () => void;
  /** "Service kube-dns", which is in no file, and what opens it as one. */
  readonly missing?: { readonly object: string; readonly onBringIn: () => void } | undefined;
}) {
  const message = useMessage();
  const { missing } = props;
  if (props.location === undefined) {
    const words = <code className="mono">{props.words}</code>;
    if (!missing) return words;
    const { object, onBringIn } = missing;
    const verb = message("editor.bringIn");
    return (
      <>
        {words} (
        <button
          type="button"
          className="line-link"
          aria-label={`${verb}: ${object}`}
          title={message("editor.inNoFile", { object })}
          onClick={onBringIn}
        >
          {verb}
        </button>
        )
      </>
    );
  }
  const { file, line } = props.location;
  return (
    <button type="button" className="line-link" title={props.words} onClick={props.onOpen}>
      {message("common.fileLine", { file, line })}
    </button>
  );
}
