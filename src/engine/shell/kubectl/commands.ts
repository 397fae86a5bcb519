import type { Command } from "./command.ts";
import { describeCommand } from "./verbs/describe.ts";
import { getCommand } from "./verbs/get.ts";

/** Every command of kubectl, by name. */
export const COMMANDS: readonly Command[] = [describeCommand, getCommand];
