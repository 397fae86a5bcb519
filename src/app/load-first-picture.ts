/** Asks for the code of the first picture, all of it side by side; what could not be loaded is said where it is drawn. */
export function loadFirstPicture(): void {
  for (const needed of [import("./layout/layout.tsx"), import("../canvas/canvas.tsx")]) needed.catch(() => undefined);
}
