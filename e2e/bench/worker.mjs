// The worker's host as the page has it, in this process: what it posts is serialised, and between its slices it hears messages.
import { serialize } from "node:v8";
import { cpuMsSince } from "./measure.mjs";

/** A hosted cluster of these nodes: {ask, longestDeafMsWhile, slices}. */
export function openWorker({ EngineHost, openClusterInSteps, nodes }) {
  const answers = new Map();
  let cluster;
  let id = 0;
  const host = new EngineHost({
    *openCluster(options) {
      return (cluster = yield* openClusterInSteps({ ...options, nodes }));
    },
    post: (tell) => {
      serialize(tell);
      if (tell.kind === "answer") answers.set(tell.id, tell.answer);
      if (tell.kind === "failed" || tell.kind === "refused") throw new Error(tell.message);
    },
    now: () => performance.now(),
    later: (afterMs, run) => (afterMs > 0 ? setTimeout(() => run(), afterMs) : setImmediate(() => run())),
  });
  const ask = async (question) => {
    await host.take({ ...question, id: ++id });
    return answers.get(id);
  };
  return { ask, longestDeafMsWhile, slices: () => cluster.objects("EndpointSlice") };
}

/** Runs `work` and gives the longest time in which no message was heard: of wall and processor, the less, as the machine may be busy. */
async function longestDeafMsWhile(work) {
  let isOver = false;
  let longestMs = 0;
  let [heardMs, cpu] = [performance.now(), process.cpuUsage()];
  const hear = () => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, Math.min(nowMs - heardMs, cpuMsSince(cpu)));
    [heardMs, cpu] = [nowMs, process.cpuUsage()];
    if (!isOver) setImmediate(hear);
  };
  setImmediate(hear);
  await work();
  // What was done since it last heard counts too.
  await new Promise((resolve) => setImmediate(resolve));
  isOver = true;
  return longestMs;
}
