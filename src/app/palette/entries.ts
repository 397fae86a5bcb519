// What the search over everything offers.
import type { KubernetesObject } from "../../engine/model/objects.ts";
import { openPasted } from "../../inspector/pasted-store.ts";
import { scenarios } from "../../scenarios/scenarios.ts";
import { travel } from "../../state/applying.ts";
import { objectKey, useCluster } from "../../state/cluster.ts";
import { showMap, showSource, showTerminal } from "../../state/layout.ts";
import { pick } from "../../state/selection.ts";
import { loadScenario } from "../../state/sessions.ts";
import type { SearchOption } from "../../ui/controls/search-options.ts";
import { chooseLanguage } from "../../ui/i18n/language.ts";
import type { Language } from "../../ui/i18n/language.ts";
import type { Say } from "../../ui/i18n/message.tsx";
import { chooseTheme, useTheme } from "../../ui/theme.ts";
import { showShare } from "../share/share-store.ts";
import { shortcuts } from "../shortcuts.ts";

/** Something to choose, and what it does. */
export type Entry = SearchOption & { readonly run: () => void };

type Offered = {
  readonly message: Say;
  readonly language: Language;
  readonly onKeys: () => void;
  readonly tables: readonly { values(): Iterable<KubernetesObject> }[];
};

/** Commands, objects and scenarios, in this order. */
export function listEntries({ message, language, onKeys, tables }: Offered) {
  const titles = scenarios.map((scenario): Entry => {
    const { id, title } = scenario;
    return { id: `scenario ${id}`, text: title[language], run: () => void loadScenario(scenario) };
  });
  const objects = tables.flatMap((table) => Array.from(table.values(), objectEntry));
  return [
    { label: message("search.commands"), options: commandEntries(message, { language, onKeys }) },
    { label: message("search.objects"), options: objects },
    { label: message("search.scenarios"), options: titles },
  ];
}

function commandEntries(message: Say, { language, onKeys }: Pick<Offered, "language" | "onKeys">): readonly Entry[] {
  const { canUndo, canRedo } = useCluster.getState();
  const { theme } = useTheme.getState();
  const isDark = theme === "dark";
  const isEnglish = language === "en";
  return [
    ...shortcuts.map(({ keys, what, run }): Entry => ({ id: what, text: message(what), keys, run })),
    ...(canUndo ? [{ id: "undo", text: message("bar.undo"), run: () => void travel("undo") }] : []),
    ...(canRedo ? [{ id: "redo", text: message("bar.redo"), run: () => void travel("redo") }] : []),
    {
      id: "theme",
      text: message(isDark ? "bar.toLight" : "bar.toDark"),
      run: () => chooseTheme(isDark ? "light" : "dark"),
    },
    {
      id: "language",
      text: isEnglish ? "한국어" : "English",
      note: message("bar.language"),
      run: () => chooseLanguage(isEnglish ? "ko" : "en"),
    },
    { id: "pasted", text: message("pasted.title"), note: "iptables-save", run: openPasted },
    { id: "share", text: message("share.title"), run: () => showShare({ kind: "own" }) },
    { id: "terminal", text: message("terminal.title"), run: showTerminal },
    { id: "source", text: message("editor.title"), run: showSource },
    { id: "keys", text: message("bar.keys"), keys: "?", run: onKeys },
  ];
}

function objectEntry({ kind, metadata }: KubernetesObject): Entry {
  const { name, namespace } = metadata;
  const run = () => {
    pick({ kind: "object", object: { kind, name, ...(namespace !== undefined && { namespace }) } });
    showMap();
  };
  const note = namespace === undefined || namespace === "default" ? kind : `${kind}, ${namespace}`;
  return { id: `${kind} ${objectKey(metadata)}`, text: name, note, run };
}
