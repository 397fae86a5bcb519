import { expect, test } from "vitest";
import type { ContainerState, Pod, PodStatus } from "../engine/model/objects.ts";
import { statusWord } from "./pod-status.ts";

const container = (state: ContainerState, ready = false) => ({
  name: "c",
  ready,
  restartCount: 0,
  image: "",
  imageID: "",
  state,
});
const waiting = (reason: string) => container({ waiting: { reason } });
const running = container({ running: {} }, true);
const ended = (exitCode: number, reason?: string) =>
  container({ terminated: { exitCode, ...(reason !== undefined && { reason }) } });

function pod(status: PodStatus, more: { readonly deleted?: true; readonly init?: number } = {}): Pod {
  const image = { name: "c", image: "nginx" };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", ...(more.deleted && { deletionTimestamp: "2026-01-01T00:00:00Z" }) },
    spec: { containers: [image], initContainers: Array.from({ length: more.init ?? 0 }, () => image) },
    status,
  } as unknown as Pod;
}

test.each`
  pod                                                                                             | word                  | because
  ${pod({ phase: "Running", containerStatuses: [running] })}                                      | ${"Running"}          | ${"nothing is wrong"}
  ${pod({ phase: "Pending" })}                                                                    | ${"Pending"}          | ${"no node yet"}
  ${pod({ phase: "Pending", containerStatuses: [waiting("ImagePullBackOff")] })}                  | ${"ImagePullBackOff"} | ${"a container waits"}
  ${pod({ phase: "Running", containerStatuses: [waiting("CrashLoopBackOff")] })}                  | ${"CrashLoopBackOff"} | ${"it is restarted later and later"}
  ${pod({ phase: "Pending", initContainerStatuses: [running] }, { init: 2 })}                     | ${"Init:0/2"}         | ${"init containers under way are counted"}
  ${pod({ phase: "Pending", initContainerStatuses: [ended(0), ended(1, "Error")] }, { init: 2 })} | ${"Init:Error"}       | ${"an init container failed"}
  ${pod({ phase: "Succeeded", containerStatuses: [ended(0, "Completed")] })}                      | ${"Completed"}        | ${"it is done"}
  ${pod({ phase: "Failed", containerStatuses: [ended(3)] })}                                      | ${"ExitCode:3"}       | ${"it failed without a reason"}
  ${pod({ phase: "Running", containerStatuses: [running] }, { deleted: true })}                   | ${"Terminating"}      | ${"it was deleted"}
`("says $word: $because", ({ pod: given, word }) => {
  expect(statusWord(given)).toBe(word);
});
