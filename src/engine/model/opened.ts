/**
 * What a command asks its page to open: an object in the editor (kubectl edit), or with `container` a shell in that container of a pod
 * (kubectl exec -it … -- sh), whose lines are then commands of their own.
 */
export type Opened = {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly container?: string;
};
