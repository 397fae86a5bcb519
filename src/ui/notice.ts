import { create } from "zustand";

/** A sentence that the page says in passing. `asked` counts, so that the same one is said twice. */
export type Notice = { readonly text: string; readonly tone: "done" | "wrong"; readonly asked: number };

/** What is said now; it goes by itself. */
export const useNotice = create<{ readonly notice?: Notice | undefined }>(() => ({}));

/** Says a sentence in passing, to eyes and to screen readers. */
export function say(text: string, tone: Notice["tone"] = "done"): void {
  const asked = (useNotice.getState().notice?.asked ?? 0) + 1;
  useNotice.setState({ notice: { text, tone, asked } });
}

/** Copies a text, and says whether it could. */
export async function copyText(text: string, said: { readonly done: string; readonly refused: string }): Promise<void> {
  await copied(() => navigator.clipboard.writeText(text), said);
}

/** Copies a picture that is still being made, and says whether it could. */
export async function copyPicture(
  picture: Promise<Blob>,
  said: { readonly done: string; readonly refused: string },
): Promise<void> {
  await copied(() => navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]), said);
}

async function copied(
  copy: () => Promise<void>,
  said: { readonly done: string; readonly refused: string },
): Promise<void> {
  try {
    await copy();
    say(said.done);
  } catch {
    // The browser keeps its clipboard to itself: without a secure connection, or without leave.
    say(said.refused, "wrong");
  }
}
