// The engine's worker: a cluster behind the protocol. No logic of its own.
import { openClusterInSteps } from "../engine/cluster.ts";
import type { Ask, Tell } from "../protocol/protocol.ts";
import { EngineHost } from "./engine-host.ts";

const soon = new MessageChannel();
const queue: (() => void)[] = [];
// A message comes after those that the page has posted, and sooner than any timer.
soon.port1.addEventListener("message", () => queue.shift()?.());
soon.port1.start();

const host = new EngineHost({
  openCluster: openClusterInSteps,
  post: (tell: Tell) => self.postMessage(tell),
  now: () => performance.now(),
  later: (afterMs, run) => {
    if (afterMs > 0) setTimeout(run, afterMs);
    else {
      queue.push(run);
      soon.port2.postMessage(null);
    }
  },
});

self.addEventListener("message", ({ data }: MessageEvent<Ask>) => void host.take(data));
