// How the bench measures and prints: processor time, memory after a collection, one table a question.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc");
const LAST_TIMERS_MS = 100;

/** Runs `work`: what it gave, the processor's milliseconds (all threads of this process) and the wall's. */
export async function measured(work) {
  const [cpu, began] = [process.cpuUsage(), performance.now()];
  const value = await work();
  return { value, cpuMs: cpuMsSince(cpu), wallMs: performance.now() - began };
}

/** Milliseconds of processor time since a `process.cpuUsage()`. */
export function cpuMsSince(cpu) {
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / 1000;
}

/** Megabytes of live objects, when the timers of what was measured before have ended. */
export async function heapMegabytes() {
  await new Promise((resolve) => setTimeout(resolve, LAST_TIMERS_MS));
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** Prints a question and its answers, a column a name; what has no figure is left empty. */
export function printTable(title, rows) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? "")))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  console.log(`\n${title}`);
  for (const [first, ...others] of lines) {
    const padded = others.map((text, index) => text.padStart(widths[index + 1]));
    console.log(`  ${[first.padEnd(widths[0]), ...padded].join("  ")}`);
  }
}

/** "12 ms", "3.4 s". */
export function milliseconds(ms) {
  return ms < 10 ? `${ms.toFixed(1)} ms` : ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** "2.5 times". */
export function times(ratio) {
  return `${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(1)} times`;
}
