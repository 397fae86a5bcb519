// Brings the words of the panes. What is loaded when it is first shown imports this.
import { catalogue } from "./catalogue.ts";
import { takeTexts } from "./texts.ts";

takeTexts(catalogue);
