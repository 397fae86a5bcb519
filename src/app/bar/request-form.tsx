import { useMemo } from "react";
import { hostName, parseHostName } from "../../engine/model/host.ts";
import { useCluster, useObjects } from "../../state/cluster.ts";
import { send, setFrom, setUrl, useRequests } from "../../state/requests.ts";
import { listSenders, OUTSIDE_CLIENT } from "../../state/senders.ts";
import type { Sender } from "../../state/senders.ts";
import { listTargets } from "../../state/targets.ts";
import { Combobox } from "../../ui/controls/combobox.tsx";
import type { ComboboxGroup } from "../../ui/controls/combobox.tsx";
import { Select } from "../../ui/controls/select.tsx";
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
      <SenderSelect />
      <TargetField />
      <button className="button" type="submit" disabled={!isReady || isSending || url.trim() === ""}>
        {message(isSending ? "bar.sending" : "bar.send")}
      </button>
    </form>
  );
}

function SenderSelect() {
  const message = useMessage();
  const from = useRequests((state) => state.from);
  const pods = useObjects("Pod");
  const nodes = useObjects("Node");
  const senders = useMemo(() => listSenders(pods.values(), nodes.values()), [pods, nodes]);
  const value = hostName(from);
  const outside: Sender = {
    host: OUTSIDE_CLIENT,
    name: message("bar.client"),
    short: message("bar.client"),
    note: "198.51.100.7",
  };
  const shown = [...senders.pods, ...senders.nodes, outside].find(({ host }) => hostName(host) === value);
  return (
    <Select
      className="request__from"
      label={message("bar.fromLabel")}
      lead={<span className="request__word">{message("bar.from")}</span>}
      shown={shown?.short ?? "…"}
      value={value}
      onChange={(chosen) => {
        const host = parseHostName(chosen);
        if (host) setFrom(host);
      }}
      groups={[
        { label: message("common.pods"), options: senders.pods.map(optionOf) },
        { label: message("common.nodes"), options: senders.nodes.map(optionOf) },
        { label: message("common.outside"), options: [optionOf(outside)] },
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
  return { value: hostName(host), text: name, note };
}
