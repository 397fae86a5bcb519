import type { ApiServer } from "../apiserver/api-server.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { nodeByAddress, podByAddress, pointAt } from "./evidence.ts";

/** Who has the address exists, and no packet comes there: its machine is off, or its link is cut. Undefined when nobody has it. */
export function unreachableNode(api: ApiServer, address: string): Diagnosis | undefined {
  const pod = podByAddress(api, address);
  const node = pod?.spec.nodeName === undefined ? nodeByAddress(api, address) : api.get("Node", pod.spec.nodeName);
  if (!node) return undefined;
  const references = [pointAt(node), ...(pod ? [pointAt(pod)] : [])];
  return {
    code: "NODE_UNREACHABLE",
    about: references,
    proof: [{ code: "NODE_ANSWERS", holds: false, references }],
    fixes: [],
  };
}
