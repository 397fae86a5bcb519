import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { usePasted } from "../inspector/pasted-store.ts";
import { useCluster } from "../state/cluster.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { NoticeLine } from "../ui/controls/notice-line.tsx";
import { TooltipProvider } from "../ui/controls/tooltip.tsx";
import { Bar } from "./bar/bar.tsx";
import { RequestForm } from "./bar/request-form.tsx";
import { LayoutSkeleton } from "./layout/layout-skeleton.tsx";
import { useFrame } from "./layout/use-frame.ts";
import { usePaletteKey } from "./palette/use-palette-key.ts";
import { useShareDialog } from "./share/share-store.ts";
import { useShortcuts } from "./shortcuts.ts";

const Layout = lazy(() => import("./layout/layout.tsx"));
const KeyList = lazy(() => import("./key-list.tsx"));
const Palette = lazy(() => import("./palette/palette.tsx"));
const PastedWalk = lazy(() => import("../inspector/pasted-walk.tsx"));
const ShareDialog = lazy(() => import("./share/share-dialog.tsx"));
const FailureDialog = lazy(() => import("./failure-dialog.tsx"));

/** The whole page: the bar at once, then the panes in the layout for this width. */
export function App() {
  const message = useMessage();
  const frame = useFrame();
  const [isKeyListOpen, setKeyListOpen] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const openPalette = useCallback(() => setPaletteOpen(true), []);
  const isSharing = useShareDialog(({ shown }) => shown.kind !== "closed");
  const isPasting = usePasted((state) => state.isOpen);
  const isFailed = useCluster(({ phase }) => phase === "failed");
  useShortcuts(() => setKeyListOpen(true));
  usePaletteKey(openPalette);
  useEffect(() => {
    document.documentElement.dataset["frame"] = frame;
  }, [frame]);
  return (
    <TooltipProvider>
      <a className="skip-link" href="#trace">
        {message("bar.skip")}
      </a>
      <div className={`app app--${frame}`}>
        <Bar frame={frame} onKeys={() => setKeyListOpen(true)} onSearch={openPalette} />
        {frame === "phone" && <RequestForm />}
        <Suspense fallback={<LayoutSkeleton />}>
          <Layout frame={frame} />
        </Suspense>
      </div>
      <Suspense>
        {isPaletteOpen && <Palette onClose={() => setPaletteOpen(false)} onKeys={() => setKeyListOpen(true)} />}
        {isKeyListOpen && <KeyList isOpen onOpenChange={setKeyListOpen} />}
        {isSharing && <ShareDialog />}
        {isPasting && <PastedWalk />}
        {isFailed && <FailureDialog />}
      </Suspense>
      <NoticeLine />
    </TooltipProvider>
  );
}
