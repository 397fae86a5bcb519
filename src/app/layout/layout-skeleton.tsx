import { useMessage } from "../../ui/i18n/message.tsx";

/** Where the panes will be, until their code is there. */
export function LayoutSkeleton() {
  const message = useMessage();
  return (
    <div className="layout-skeleton" role="status" aria-label={message("common.loading")}>
      <span />
      <span className="skeleton--canvas" />
      <span />
      <span />
    </div>
  );
}
