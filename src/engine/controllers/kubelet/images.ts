// What a kubelet says of an image that it cannot get. As pkg/kubelet/images and containerd.
/** The image with its registry and tag, as containerd resolves it. */
export function fullImageName(image: string): string {
  const [first = "", ...rest] = image.split("/");
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const named = hasRegistry ? image : rest.length > 0 ? `docker.io/${image}` : `docker.io/library/${image}`;
  return /[:@][^/]*$/.test(named) ? named : `${named}:latest`;
}

/** The registry's refusal, as it comes through containerd. */
export function pullFailure(image: string): string {
  const name = fullImageName(image);
  return (
    `failed to pull and unpack image ${JSON.stringify(name)}: failed to resolve reference ${JSON.stringify(name)}: ` +
    "pull access denied, repository does not exist or may require authorization: server message: " +
    "insufficient_scope: authorization failed"
  );
}

/** Whether the reference is one at all; what is none is never asked for. */
export function isImageName(image: string): boolean {
  return (
    /^[a-z0-9]+([._/:-]+[a-z0-9]+)*(:[\w][\w.-]*)?(@sha256:[0-9a-f]+)?$/i.test(image) &&
    !/[A-Z]/.test(image.replace(/:[^/]*$/, ""))
  );
}
