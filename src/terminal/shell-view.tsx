import { useEffect, useRef } from "react";
import { scenarios } from "../scenarios/scenarios.ts";
import { useSession } from "../state/sessions.ts";
import { message } from "../ui/i18n/message.tsx";
import { disposeScreensBut, screenOf } from "./shell-screen.ts";
import { useShells } from "./shells.ts";
import type { Shell } from "./shells.ts";

/** The screen of the active shell. */
export default function ShellView({ shell }: { readonly shell: Shell }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current ? screenOf(shell, greetingOf(shell)).show(host.current) : undefined), [shell]);
  useEffect(() => useShells.subscribe(({ shells }) => disposeScreensBut(new Set(shells.map(({ id }) => id)))), []);
  return <div ref={host} className="term__host nokey" data-testid="shell" />;
}

/** What is worth typing here, said once. */
function greetingOf({ id, host }: Shell): string {
  if (host) return `\x1b[90m${message("terminal.inHost", { host: id })}\x1b[39m\n`;
  const scenario = scenarios.find(({ id }) => id === useSession.getState().scenarioId);
  const commands = scenario?.commands ?? [];
  return [message("terminal.try"), ...commands].map((line) => `\x1b[90m# ${line}\x1b[39m\n`).join("");
}
