// The address of a page that carries a work. What reads it is loaded only then.

/** A fragment that begins so carries a work. */
export const SHARE_HEAD = "#work=";

/** Opens the work of the page's address, if it carries one. False when it carries none, or one that cannot be read. */
export async function openSharedAddress(): Promise<boolean> {
  if (!location.hash.startsWith(SHARE_HEAD)) return false;
  const { openAddress } = await import("./open-shared-work.ts");
  return openAddress();
}

/** Watches for links that are opened in this page: they are offered. */
export function followShareLinks(): void {
  addEventListener("hashchange", () => {
    if (location.hash.startsWith(SHARE_HEAD))
      void import("./open-shared-work.ts").then((share) => share.offerAddress());
  });
}
