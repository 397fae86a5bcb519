import "../../ui/i18n/all-texts.ts";
import { MediumLayout } from "./medium-layout.tsx";
import { PhoneLayout } from "./phone-layout.tsx";
import type { Frame } from "./use-frame.ts";
import { WideLayout } from "./wide-layout.tsx";

/** All panes, in the layout for this much room. */
export default function Layout({ frame }: { readonly frame: Frame }) {
  if (frame === "phone") return <PhoneLayout />;
  return frame === "wide" ? <WideLayout /> : <MediumLayout />;
}
