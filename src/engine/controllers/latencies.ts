/** From a change that wakes a controller to its look at it. */
export const REACTION_MS = 10;

/** From a pod's binding to its containers running: the sandbox, the address, the processes. */
export const POD_START_MS = 150;

/** Between the starts of two pods that one owner made at once: they are made one after the other. */
export const SIBLING_START_MS = 15;

/** From the end of a deleted pod's preStop hook to its object being gone. */
export const POD_GONE_MS = 200;

/** From the start of a pull that fails to its refusal by the registry. */
export const IMAGE_PULL_FAILURE_MS = 400;

/** The kubelet's wait before it starts a crashed container again, or pulls again: the first; each next is twice as long. */
export const BACK_OFF_FIRST_MS = 10_000;
export const BACK_OFF_MAX_MS = 300_000;

/** A container that has run so long has its back-off forgotten. */
export const BACK_OFF_FORGOTTEN_MS = 600_000;

/** Without a sign of life for so long a node is NotReady (--node-monitor-grace-period less one heartbeat). */
export const NODE_MONITOR_GRACE_MS = 40_000;

/** From the end of a node to that of the pods that were on it. */
export const POD_QUARANTINE_MS = 40_000;

/** How often the API server looks whether the Service `kubernetes` is there. */
export const KUBERNETES_SERVICE_PERIOD_MS = 10_000;

/** From a Service of type LoadBalancer to its address. */
export const LOAD_BALANCER_MS = 1_000;
