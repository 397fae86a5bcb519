import { Globe } from "lucide-react";
import { setFrom } from "../state/requests.ts";
import { outsideName } from "../state/trace-names.ts";
import { Button } from "../ui/controls/button.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { Head } from "./head.tsx";

/** A machine outside the cluster. */
export function OutsideDetails({ address }: { readonly address: string }) {
  const message = useMessage();
  return (
    <>
      <Head
        icon={<Globe aria-hidden="true" />}
        title={outsideName(address)}
        where={`${address}, ${message("inspector.outside")}`}
        hasBack
      />
      <div className="block inspector__actions">
        <Button onClick={() => setFrom({ outside: address })}>{message("inspector.sendFrom")}</Button>
      </div>
    </>
  );
}
