import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { startPage } from "./app/start-page.ts";
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/controls/controls.css";
import "./app/app.css";

// What the first picture needs, asked for side by side; what could not be loaded is said where it is drawn.
for (const needed of [import("./app/layout/layout.tsx"), import("./canvas/canvas.tsx")]) needed.catch(() => undefined);
startPage();
const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
