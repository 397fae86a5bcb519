import { Keyboard, Menu as MenuIcon, Moon, Redo2, Search, Share2, Sun, Undo2 } from "lucide-react";
import { scenarios } from "../../scenarios/scenarios.ts";
import { travel } from "../../state/applying.ts";
import { useCluster } from "../../state/cluster.ts";
import { loadScenario, useSession } from "../../state/sessions.ts";
import { IconButton } from "../../ui/controls/button.tsx";
import { Menu } from "../../ui/controls/menu.tsx";
import { Select } from "../../ui/controls/select.tsx";
import { chooseLanguage, useLanguage } from "../../ui/i18n/language.ts";
import { useMessage } from "../../ui/i18n/message.tsx";
import { chooseTheme, useTheme } from "../../ui/theme.ts";
import type { Frame } from "../layout/use-frame.ts";
import { showShare } from "../share/share-store.ts";
import { PALETTE_KEYS } from "../palette/use-palette-key.ts";
import { Brand } from "./brand.tsx";
import { RequestForm } from "./request-form.tsx";
import { SyncState } from "./sync-state.tsx";

/** What of the page the bar opens. */
type Opens = { readonly onKeys: () => void; readonly onSearch: () => void };

/** The bar over everything: which scenario, the request, what is applied, and the page's own settings. */
export function Bar({ frame, ...opens }: { readonly frame: Frame } & Opens) {
  return (
    <header className="bar">
      <Brand />
      <span className="divider" />
      <ScenarioSelect />
      {frame !== "phone" && <RequestForm />}
      <div className="bar__tools">
        <SyncState isShort={frame !== "wide"} />
        {frame === "wide" ? <Tools {...opens} /> : <MoreMenu {...opens} />}
      </div>
    </header>
  );
}

function ScenarioSelect() {
  const message = useMessage();
  const language = useLanguage((state) => state.language);
  const scenarioId = useSession((state) => state.scenarioId);
  return (
    <Select
      label={message("bar.scenario")}
      value={scenarioId}
      onChange={(id) => {
        const scenario = scenarios.find((one) => one.id === id);
        if (scenario) void loadScenario(scenario);
      }}
      groups={[{ options: scenarios.map(({ id, title }) => ({ value: id, text: title[language] })) }]}
    />
  );
}

function Tools({ onKeys, onSearch }: Opens) {
  const message = useMessage();
  const language = useLanguage((state) => state.language);
  const theme = useTheme((state) => state.theme);
  const canUndo = useCluster((state) => state.canUndo);
  const canRedo = useCluster((state) => state.canRedo);
  return (
    <>
      <IconButton icon={Share2} name={message("share.title")} onClick={() => showShare({ kind: "own" })} />
      <IconButton icon={Search} name={message("search.title")} keys={PALETTE_KEYS} onClick={onSearch} />
      <IconButton icon={Undo2} name={message("bar.undo")} disabled={!canUndo} onClick={() => void travel("undo")} />
      <IconButton icon={Redo2} name={message("bar.redo")} disabled={!canRedo} onClick={() => void travel("redo")} />
      <span className="divider" />
      <div className="segmented" role="group" aria-label={message("bar.language")}>
        <button type="button" lang="en" aria-pressed={language === "en"} onClick={() => chooseLanguage("en")}>
          EN
        </button>
        <button type="button" lang="ko" aria-pressed={language === "ko"} onClick={() => chooseLanguage("ko")}>
          한국어
        </button>
      </div>
      <IconButton
        icon={theme === "dark" ? Sun : Moon}
        name={message(theme === "dark" ? "bar.toLight" : "bar.toDark")}
        onClick={() => chooseTheme(theme === "dark" ? "light" : "dark")}
      />
      <IconButton icon={Keyboard} name={message("bar.keys")} keys="?" onClick={onKeys} />
    </>
  );
}

/** The same tools where there is no room for them side by side. */
function MoreMenu({ onKeys, onSearch }: Opens) {
  const message = useMessage();
  const language = useLanguage((state) => state.language);
  const theme = useTheme((state) => state.theme);
  const canUndo = useCluster((state) => state.canUndo);
  const canRedo = useCluster((state) => state.canRedo);
  return (
    <Menu
      label={message("bar.menu")}
      trigger={<IconButton icon={MenuIcon} name={message("bar.menu")} />}
      groups={[
        [
          { text: message("search.title"), keys: PALETTE_KEYS, onSelect: onSearch },
          { text: message("share.title"), onSelect: () => showShare({ kind: "own" }) },
        ],
        [
          { text: message("bar.undo"), isDisabled: !canUndo, onSelect: () => void travel("undo") },
          { text: message("bar.redo"), isDisabled: !canRedo, onSelect: () => void travel("redo") },
        ],
        [
          {
            text: language === "en" ? "한국어" : "English",
            onSelect: () => chooseLanguage(language === "en" ? "ko" : "en"),
          },
          {
            text: message(theme === "dark" ? "bar.toLight" : "bar.toDark"),
            onSelect: () => chooseTheme(theme === "dark" ? "light" : "dark"),
          },
        ],
        [{ text: message("bar.keys"), keys: "?", onSelect: onKeys }],
      ]}
    />
  );
}
