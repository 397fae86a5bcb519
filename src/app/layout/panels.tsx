import { Group, Panel, Separator } from "react-resizable-panels";
import type { GroupProps, Layout, LayoutChangedMeta, SeparatorProps } from "react-resizable-panels";
import { useMessage } from "../../ui/i18n/message.tsx";
import { recall, remember } from "../../ui/remember.ts";

export { Panel };

/** Panes side by side or one above the other; sizes that a person chose are kept under the name. */
export function Panels({ name, ...rest }: { readonly name: string } & Omit<GroupProps, "id">) {
  return (
    <Group
      {...rest}
      defaultLayout={keptLayout(name)}
      onLayoutChanged={(layout: Layout, meta: LayoutChangedMeta) => {
        if (meta.isUserInteraction) remember(`layout.${name}`, meta.requestedLayout ?? layout);
      }}
    />
  );
}

/** The line between two panes: drag it, or focus it and use the arrow keys. */
export function Divider({ what }: { readonly what: string } & Pick<SeparatorProps, "disabled">) {
  const message = useMessage();
  return <Separator className="separator" aria-label={`${message("common.resize")}: ${what}`} />;
}

function keptLayout(name: string): Layout | undefined {
  const kept = recall(`layout.${name}`);
  if (typeof kept !== "object" || kept === null) return undefined;
  const sizes = Object.entries(kept);
  return sizes.every(([, size]) => typeof size === "number") ? Object.fromEntries(sizes) : undefined;
}
