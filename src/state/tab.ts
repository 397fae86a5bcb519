const NAME = "kubehop.tab";

let id: Promise<string> | undefined;

/** This tab's own name: the same after a reload, another one in a duplicate of the tab. */
export function tabId(): Promise<string> {
  id ??= claim(rememberedId() ?? newId());
  return id;
}

/** Holds a lock by that name for as long as the tab lives; if another tab holds it, this one takes a new name. */
async function claim(wanted: string): Promise<string> {
  if (!("locks" in navigator)) return wanted;
  const isOurs = await new Promise<boolean>((resolve) => {
    void navigator.locks.request(`${NAME} ${wanted}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && new Promise<never>(() => undefined);
    });
  });
  const own = isOurs ? wanted : await claim(newId());
  try {
    sessionStorage.setItem(NAME, own);
  } catch {
    return own;
  }
  return own;
}

function rememberedId(): string | undefined {
  try {
    return sessionStorage.getItem(NAME) ?? undefined;
  } catch {
    return undefined;
  }
}

function newId(): string {
  return crypto.getRandomValues(new Uint32Array(2)).join("-");
}
