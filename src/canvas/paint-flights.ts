import type { Flight } from "./flights.ts";
import type { Paint } from "./paint.ts";
import { laneColour } from "./stream-lanes.ts";

const RADIUS = 3.5;

/** Draws the lights of a stream: a disc in the colour of who answered, a cross where one failed. */
export function paintFlights({ pen, palette }: Pick<Paint, "pen" | "palette">, flights: readonly Flight[]): void {
  for (const { at, index } of flights) {
    pen.lineWidth = 2;
    if (index < 0) {
      pen.strokeStyle = palette["--reject"];
      pen.beginPath();
      pen.moveTo(at.x - RADIUS, at.y - RADIUS);
      pen.lineTo(at.x + RADIUS, at.y + RADIUS);
      pen.moveTo(at.x + RADIUS, at.y - RADIUS);
      pen.lineTo(at.x - RADIUS, at.y + RADIUS);
      pen.stroke();
      continue;
    }
    pen.fillStyle = palette.resolve(laneColour(index));
    pen.strokeStyle = palette["--bg-raised"];
    pen.lineWidth = 1;
    pen.beginPath();
    pen.arc(at.x, at.y, RADIUS, 0, Math.PI * 2);
    pen.fill();
    pen.stroke();
  }
}
