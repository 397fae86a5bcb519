import type { Command } from "./command.ts";
import { applyCommand } from "./verbs/apply.ts";
import { createCommand } from "./verbs/create.ts";
import { deleteCommand } from "./verbs/delete.ts";
import { describeCommand } from "./verbs/describe.ts";
import { exposeCommand } from "./verbs/expose.ts";
import { getCommand } from "./verbs/get.ts";
import { annotateCommand, labelCommand } from "./verbs/label.ts";
import { patchCommand } from "./verbs/patch.ts";
import { replaceCommand } from "./verbs/replace.ts";
import { rolloutCommand } from "./verbs/rollout.ts";
import { runCommand } from "./verbs/run.ts";
import { scaleCommand } from "./verbs/scale.ts";
import { setCommand } from "./verbs/set.ts";

/** Every command of kubectl, by name. */
export const COMMANDS: readonly Command[] = [
  annotateCommand,
  applyCommand,
  createCommand,
  deleteCommand,
  describeCommand,
  exposeCommand,
  getCommand,
  labelCommand,
  patchCommand,
  replaceCommand,
  rolloutCommand,
  runCommand,
  scaleCommand,
  setCommand,
];
