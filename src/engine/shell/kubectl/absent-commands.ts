/** What kubectl says of a command that has nothing to act on in this cluster: in its own words where a real cluster may say the same. */
const ABSENCES: Readonly<Record<string, string>> = {
  attach: "attaching to a container is not part of this cluster; use kubectl exec or kubectl logs -f",
  autoscale: "autoscaling is not part of this cluster: no controller would scale",
  certificate: "certificates are not part of this cluster",
  completion: "the terminal completes by itself: press Tab",
  cp: "containers have no file system in this cluster",
  debug: "ephemeral containers are not part of this cluster; run a pod of its own: kubectl run debug --image=busybox",
  kuberc: "there is no kuberc on this workstation",
  kustomize: "kustomizations are not part of this cluster",
  "plugin list": "unable to find any kubectl plugins in your PATH",
  proxy: "no port of this page can be reached from outside; kubectl get --raw asks the API server",
  top: "Metrics API not available",
};

/** Why a command of kubectl does nothing here; `path` is "top node". */
export function absenceOf(path: string): string {
  const [verb = ""] = path.split(" ");
  return ABSENCES[path] ?? ABSENCES[verb] ?? `kubectl ${path} is not part of this cluster`;
}
