import { useEffect, useRef } from "react";
import { scenarios } from "../scenarios/scenarios.ts";
import { useSession } from "../state/sessions.ts";
import { takeAsked, useShells } from "../state/shells.ts";
import type { Shell } from "../state/shells.ts";
import { message } from "../ui/i18n/message.tsx";
import { disposeScreensBut, screenOf } from "./shell-screen.ts";

/** The screen of the active shell. */
export default function ShellView({ shell }: { readonly shell: Shell }) {
  const host = useRef<HTMLDivElement>(null);
  const session = useSession(({ number }) => number);
  useEffect(() => (host.current ? screenOf(shell).show(host.current) : undefined), [shell]);
  useEffect(() => greetOnce(shell, session), [shell, session]);
  useEffect(() => runAsked(shell), [shell]);
  useEffect(() => useShells.subscribe(({ shells }) => disposeScreensBut(new Set(shells.map(({ id }) => id)))), []);
  return <div ref={host} className="term__host nokey" data-testid="shell" />;
}

/** Runs what waits for the shell now, and what will while it is on the screen. The returned function ends it. */
function runAsked(shell: Shell): () => void {
  const run = () => takeAsked(shell.id).forEach((line) => screenOf(shell).session.take(line));
  run();
  return useShells.subscribe(run);
}

const greeted = new Map<string, number>();

/** Each shell says once a session what is worth typing in it. */
function greetOnce(shell: Shell, session: number): void {
  if (greeted.get(shell.id) === session) return;
  greeted.set(shell.id, session);
  screenOf(shell).session.greet(greetingOf(shell));
}

function greetingOf({ id, host }: Shell): string {
  if (host) return `\x1b[90m${message("terminal.inHost", { host: id })}\x1b[39m\n`;
  const scenario = scenarios.find(({ id }) => id === useSession.getState().scenarioId);
  const commands = scenario?.commands ?? [];
  return `\r\x1b[J${[message("terminal.try"), ...commands].map((line) => `\x1b[90m# ${line}\x1b[39m\n`).join("")}`;
}
