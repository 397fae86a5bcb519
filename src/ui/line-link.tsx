import { useMessage } from "./i18n/message.tsx";

/** A link to a line of a file ("service.yaml, line 7"); where no file has it, the plain words. */
export function LineLink(props: {
  readonly location: { readonly file: string; readonly line: number } | undefined;
  readonly words: string;
  readonly onOpen: () => void;
}) {
  const message = useMessage();
  if (props.location === undefined) return <code className="mono">{props.words}</code>;
  const { file, line } = props.location;
  return (
    <button type="button" className="line-link" title={props.words} onClick={props.onOpen}>
      {message("common.fileLine", { file, line })}
    </button>
  );
}
