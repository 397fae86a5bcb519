/** What takes the focus in each pane, in the order in which F6 goes round; the first that is there of each. */
const PANES: readonly string[] = [
  ".bar .request input, .request input",
  ".monaco-editor :is(textarea, .native-edit-context)",
  ".react-flow [tabindex='0']",
  ".mark.is-now, #trace",
  ".inspector",
  ".xterm-helper-textarea",
];
/** Where the focus is when it is in the pane, though not on that. */
const WITHIN: readonly string[] = [".request", ".monaco-editor", ".react-flow", "#trace", ".inspector", ".xterm"];

/** Moves the focus to the next pane, or the one before: out of the editor and the terminal, too, to which Tab is a key. */
export function focusPane(by: 1 | -1): void {
  const from = WITHIN.findIndex((selector) => document.activeElement?.closest(selector));
  for (let turn = 1; turn <= PANES.length; turn++) {
    const index = (Math.max(from, by < 0 ? 0 : -1) + by * turn + 2 * PANES.length) % PANES.length;
    const target = [...document.querySelectorAll<HTMLElement>(PANES[index] ?? "")].find(isSeen);
    if (target === undefined) continue;
    target.focus();
    if (target.contains(document.activeElement)) return;
  }
}

function isSeen(element: HTMLElement): boolean {
  return element.closest("[inert], [hidden]") === null && element.getClientRects().length > 0;
}
