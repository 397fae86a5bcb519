// How the drawing is looked at. The drawing itself moves the camera; here is what it is asked to do, and by whom.
import { create } from "zustand";

/** What the camera can be asked for: the whole picture, its own size, nearer, farther. */
export type CameraAsk = "fit" | "actual" | "nearer" | "farther";

type CameraState = {
  /** Whether the camera goes with the packet that is played. */
  readonly isFollowing: boolean;
  /** Whether a person moved it: then it is not fitted any more, until that is asked for. */
  readonly isOwn: boolean;
  /** The last ask; its identity changes with each. */
  readonly asked?: { readonly what: CameraAsk };
};

export const useCamera = create<CameraState>(() => ({ isFollowing: false, isOwn: false }));

/** Asks the drawing's camera for something. Whoever asks to see something else follows no packet any more. */
export function askCamera(what: CameraAsk): void {
  useCamera.setState(({ isFollowing }) => ({
    asked: { what },
    isOwn: what !== "fit",
    isFollowing: isFollowing && (what === "nearer" || what === "farther"),
  }));
}

export function toggleFollowing(): void {
  useCamera.setState(({ isFollowing }) => ({ isFollowing: !isFollowing }));
}

/** A person moved the camera: it stays where it is. */
export function takeCamera(): void {
  useCamera.setState({ isFollowing: false, isOwn: true });
}
