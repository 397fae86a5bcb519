import { mapServed } from "../message.ts";
import type { PluginSetup } from "../plugin.ts";

/** Leaves out of positive answers what was not asked. As plugin/minimal. */
export function minimal(): PluginSetup {
  return {
    kind: "plugin",
    wrap: (next) => (query) =>
      mapServed(next(query), (message) =>
        message.answer.length > 0 ? { ...message, authority: [], additional: [] } : message,
      ),
  };
}
