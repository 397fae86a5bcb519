/** The colour that stands for a namespace: its own token where there is one, else a hue of the same lightness drawn from its name. */
export function namespaceColour(namespace: string): string {
  if (namespace === "default" || namespace === "kube-system") return `var(--ns-${namespace})`;
  return `oklch(from var(--ns-default) l c ${hueOf(namespace)})`;
}

/** In degrees; away from the reds, which mean refusal. */
function hueOf(name: string): number {
  let hash = 7;
  for (let i = 0; i < name.length; i++) hash = (hash * 31 + name.charCodeAt(i)) % 65_521;
  return 160 + ((hash * 47) % 180);
}
