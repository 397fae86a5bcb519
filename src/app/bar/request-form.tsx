import { ChevronDown, FastForward, Square } from "lucide-react";
import { useMemo } from "react";
import { hostName, parseHostName } from "../../engine/model/host.ts";
import type { HostRef } from "../../engine/model/host.ts";
import { objectKey, useCluster, useObject, useObjects } from "../../state/cluster.ts";
import { send, setFrom, setUrl, useRequests } from "../../state/requests.ts";
import { listSenders, OUTSIDE_CLIENT, shortPodName } from "../../state/senders.ts";
import type { Sender } from "../../state/senders.ts";
import { toggleStream, useStreams } from "../../state/streams.ts";
import { listTargets } from "../../state/targets.ts";
import { IconButton } from "../../ui/controls/button.tsx";
import { Combobox } from "../../ui/controls/combobox.tsx";
import type { ComboboxGroup } from "../../ui/controls/combobox.tsx";
import { Picker } from "../../ui/controls/picker.tsx";
import { SearchList } from "../../ui/controls/search-list.tsx";
import { useMessage } from "../../ui/i18n/message.tsx";

/** Who asks, for what, and the button that sends it. */
export function RequestForm() {
  const message = useMessage();
  const isSending = useRequests((state) => state.isSending);
  const url = useRequests((state) => state.url);
  const isReady = useCluster(({ phase }) => phase === "ready");
  return (
    <form
      className="request"
      aria-label={message("bar.request")}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <SenderPicker />
      <TargetField />
      <button className="button" type="submit" disabled={!isReady || isSending || url.trim() === ""}>
        {message(isSending ? "bar.sending" : "bar.send")}
      </button>
      <StreamButton isDisabled={!isReady || url.trim() === ""} />
    </form>
  );
}

/** Sends ten times a second, until it is pressed again. */
function StreamButton({ isDisabled }: { readonly isDisabled: boolean }) {
  const message = useMessage();
  const isRunning = useStreams(({ stream }) => stream?.isRunning ?? false);
  return (
    <IconButton
      icon={isRunning ? Square : FastForward}
      name={message(isRunning ? "stream.stop" : "stream.start")}
      keys={isRunning ? "Escape" : "R"}
      aria-pressed={isRunning}
      disabled={isDisabled && !isRunning}
      onClick={toggleStream}
    />
  );
}

function SenderPicker() {
  const message = useMessage();
  const from = useRequests((state) => state.from);
  const pod = useObject("Pod", "pod" in from ? objectKey({ namespace: from.namespace, name: from.pod }) : undefined);
  const label = message("bar.fromLabel");
  const shown = "node" in from ? from.node : "outside" in from ? message("bar.client") : pod ? shortPodName(pod) : "…";
  return (
    <Picker
      label={label}
      trigger={
        <button type="button" className="request__from" title={label}>
          <span className="request__word">{message("bar.from")}</span>
          <b>{shown}</b>
          <ChevronDown className="icon" aria-hidden="true" />
        </button>
      }
      renderList={(close) => <SenderList label={label} from={from} onClose={close} />}
    />
  );
}

function SenderList(props: { readonly label: string; readonly from: HostRef; readonly onClose: () => void }) {
  const message = useMessage();
  const pods = useObjects("Pod");
  const nodes = useObjects("Node");
  const senders = useMemo(() => listSenders(pods.values(), nodes.values()), [pods, nodes]);
  const client = { id: hostName(OUTSIDE_CLIENT), text: message("bar.client"), note: "198.51.100.7" };
  return (
    <SearchList
      label={props.label}
      hint={message("search.title")}
      chosen={hostName(props.from)}
      onChoose={(id) => {
        const host = parseHostName(id);
        if (host) setFrom(host);
        props.onClose();
      }}
      groups={[
        { label: message("common.pods"), options: senders.pods.map(optionOf) },
        { label: message("common.nodes"), options: senders.nodes.map(optionOf) },
        { label: message("common.outside"), options: [client] },
      ]}
    />
  );
}

function TargetField() {
  const message = useMessage();
  const url = useRequests((state) => state.url);
  const from = useRequests((state) => state.from);
  const services = useObjects("Service");
  const nodes = useObjects("Node");
  const groups = useMemo((): readonly ComboboxGroup[] => {
    const targets = listTargets(from, { services: services.values(), nodes: nodes.values() });
    const group = (label: string, list: (typeof targets)["services"]) => ({
      label,
      options: list.map(({ url, note }) => ({ value: url, note })),
    });
    return [
      group(message("bar.targets.services"), targets.services),
      group(message("bar.targets.loadBalancers"), targets.loadBalancers),
      group(message("bar.targets.nodePorts"), targets.nodePorts),
      group(message("bar.targets.addresses"), targets.addresses),
      group(message("common.outside"), targets.outside),
    ];
  }, [from, services, nodes, message]);
  return <Combobox className="request__url" label={message("bar.url")} value={url} groups={groups} onChange={setUrl} />;
}

function optionOf({ host, name, note }: Sender) {
  return { id: hostName(host), text: name, note };
}
