import "../../ui/i18n/all-texts.ts";
import { Dialog as Radix } from "radix-ui";
import { useObjects } from "../../state/cluster.ts";
import { SearchList } from "../../ui/controls/search-list.tsx";
import { useLanguage } from "../../ui/i18n/language.ts";
import { useMessage } from "../../ui/i18n/message.tsx";
import { listEntries } from "./entries.ts";

/** The search over commands, objects and scenarios: what is chosen is done, shown or loaded. */
export default function Palette(props: { readonly onClose: () => void; readonly onKeys: () => void }) {
  const message = useMessage();
  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="dialog__veil" />
        <Radix.Content className="dialog dialog--search" aria-describedby={undefined}>
          <Radix.Title className="hidden-text">{message("search.title")}</Radix.Title>
          <Entries {...props} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Entries({ onClose, onKeys }: { readonly onClose: () => void; readonly onKeys: () => void }) {
  const message = useMessage();
  const language = useLanguage((state) => state.language);
  const pods = useObjects("Pod");
  const services = useObjects("Service");
  const nodes = useObjects("Node");
  const deployments = useObjects("Deployment");
  const groups = listEntries({ message, language, onKeys, tables: [services, deployments, pods, nodes] });
  const choose = (id: string) => {
    onClose();
    groups
      .flatMap(({ options }) => options)
      .find((entry) => entry.id === id)
      ?.run();
  };
  return <SearchList label={message("search.title")} hint={message("search.hint")} groups={groups} onChoose={choose} />;
}
