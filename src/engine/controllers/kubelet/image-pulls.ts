// As pkg/kubelet/images: a pull that fails is tried again, each time after a longer wait.
import type { Pod } from "../../model/objects.ts";
import { isPullable } from "../../workloads/images.ts";
import { backOffMs } from "./back-off.ts";
import { isImageName, pullFailure } from "./images.ts";
import type { PodRunner } from "./pod-runner.ts";
import { containerOf, taskOf } from "./pod-runner.ts";
import { waitingStatus } from "./pod-status.ts";

const ERROR_SHOWN_MS = 1000;

/** Tries to get the image of a container; if that works, it is started. */
export function pullImage(
  runner: PodRunner,
  pod: Pod,
  task: { readonly container: string; readonly tries: number },
): void {
  const container = containerOf(pod, task.container);
  if (!container || pod.metadata.deletionTimestamp) return;
  const { image = "", name } = container;
  const quoted = JSON.stringify(image);
  if (!isImageName(image)) {
    const message = `Failed to apply default image tag ${quoted}: couldn't parse image name ${quoted}: invalid reference format`;
    runner.write(pod, [waitingStatus(container, { reason: "InvalidImageName", message })]);
    return runner.tell(pod, name, { type: "Warning", reason: "InspectFailed", message });
  }
  if (isPullable(image)) return runner.restart(pod, name);
  const failure = pullFailure(image);
  runner.write(pod, [waitingStatus(container, { reason: "ErrImagePull", message: failure })]);
  runner.tell(pod, name, { type: "Normal", reason: "Pulling", message: `Pulling image ${quoted}` });
  runner.tell(pod, name, { type: "Warning", reason: "Failed", message: `Failed to pull image ${quoted}: ${failure}` });
  runner.tell(pod, name, { type: "Warning", reason: "Failed", message: "Error: ErrImagePull" });
  runner.schedule(ERROR_SHOWN_MS, { kind: "back-off", ...task, ...taskOf(pod) });
}

/** Shows that it waits, and has the next try follow. */
export function backOffPulling(
  runner: PodRunner,
  pod: Pod,
  { container: name, tries }: { readonly container: string; readonly tries: number },
): void {
  const container = containerOf(pod, name);
  if (!container || pod.metadata.deletionTimestamp) return;
  const { image = "" } = container;
  const backing = `Back-off pulling image ${JSON.stringify(image)}`;
  const message = `${backing}: ErrImagePull: ${pullFailure(image)}`;
  runner.write(pod, [waitingStatus(container, { reason: "ImagePullBackOff", message })]);
  runner.tell(pod, name, { type: "Normal", reason: "BackOff", message: backing });
  runner.tell(pod, name, { type: "Warning", reason: "Failed", message: "Error: ImagePullBackOff" });
  runner.schedule(backOffMs(tries), { kind: "pull", container: name, tries: tries + 1, ...taskOf(pod) });
}
