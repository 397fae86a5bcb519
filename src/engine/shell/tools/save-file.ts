import type { TracerWorld } from "../../tracer/world.ts";
import { fileSystemOf } from "../files.ts";
import type { ToolPlace } from "../tool.ts";

/** Writes what a tool has fetched to a file of its place; /dev/null takes everything. */
export function saveFile(
  world: TracerWorld,
  place: ToolPlace,
  file: { readonly name: string; readonly text: string },
): void {
  if (file.name !== "/dev/null") fileSystemOf(world, place).write(file.name, file.text);
}
