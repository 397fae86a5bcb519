/** A long name with a hash at its end ("KUBE-SEP-6KGSXNZYM5H5JJS5"), short enough for a label: "KUBE-SEP-6KGS…". */
export function shortChainName(name: string): string {
  return name.replace(/^([A-Z]+-[A-Z]{3}-.{4}).{8,}$/, "$1…");
}
