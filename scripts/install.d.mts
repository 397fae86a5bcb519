/** The project's folder. */
export const ROOT: string;

/** The system's Chromium, or the one that CHROMIUM_PATH names; undefined when there is none. */
export function findChromium(): string | undefined;

/** What a Chromium is started with that shows the page alone. */
export const CHROMIUM_ARGUMENTS: readonly string[];
