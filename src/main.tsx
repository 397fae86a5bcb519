import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { loadFirstPicture } from "./app/load-first-picture.ts";
import { startPage } from "./app/start-page.ts";
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/controls/controls.css";
import "./app/app.css";

loadFirstPicture();
startPage();
const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
