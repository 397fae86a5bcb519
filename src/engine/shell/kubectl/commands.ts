import type { Command } from "./command.ts";
import { attachCommand, completionCommand, cpCommand, debugCommand } from "./verbs/absent.ts";
import { applyCommand } from "./verbs/apply.ts";
import { authCommand } from "./verbs/auth.ts";
import {
  apiResourcesCommand,
  apiVersionsCommand,
  clusterInfoCommand,
  optionsCommand,
  versionCommand,
} from "./verbs/cluster.ts";
import { configCommand } from "./verbs/config.ts";
import { createCommand } from "./verbs/create.ts";
import { deleteCommand } from "./verbs/delete.ts";
import { describeCommand } from "./verbs/describe.ts";
import { diffCommand } from "./verbs/diff.ts";
import { editCommand } from "./verbs/edit.ts";
import { eventsCommand } from "./verbs/events.ts";
import { execCommand } from "./verbs/exec.ts";
import { explainCommand } from "./verbs/explain.ts";
import { exposeCommand } from "./verbs/expose.ts";
import { getCommand } from "./verbs/get.ts";
import { annotateCommand, labelCommand } from "./verbs/label.ts";
import { logsCommand } from "./verbs/logs.ts";
import { cordonCommand, drainCommand, taintCommand, uncordonCommand } from "./verbs/nodes.ts";
import { patchCommand } from "./verbs/patch.ts";
import { portForwardCommand } from "./verbs/port-forward.ts";
import { replaceCommand } from "./verbs/replace.ts";
import { rolloutCommand } from "./verbs/rollout.ts";
import { runCommand } from "./verbs/run.ts";
import { scaleCommand } from "./verbs/scale.ts";
import { setCommand } from "./verbs/set.ts";
import { waitCommand } from "./verbs/wait.ts";

/** What this kubectl does; command-docs.ts knows the others. */
export const COMMANDS: readonly Command[] = [
  annotateCommand,
  apiResourcesCommand,
  apiVersionsCommand,
  applyCommand,
  attachCommand,
  authCommand,
  clusterInfoCommand,
  completionCommand,
  configCommand,
  cordonCommand,
  cpCommand,
  createCommand,
  debugCommand,
  deleteCommand,
  describeCommand,
  diffCommand,
  drainCommand,
  editCommand,
  eventsCommand,
  execCommand,
  explainCommand,
  exposeCommand,
  getCommand,
  labelCommand,
  logsCommand,
  optionsCommand,
  patchCommand,
  portForwardCommand,
  replaceCommand,
  rolloutCommand,
  runCommand,
  scaleCommand,
  setCommand,
  taintCommand,
  uncordonCommand,
  versionCommand,
  waitCommand,
];
