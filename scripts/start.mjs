// npm start: installs, builds, serves, prints the address. PORT chooses another port than 4173.
import { installPackages, ROOT, run } from "./install.mjs";

installPackages();
console.log("kubehop: building …");
if (!run("npm", ["run", "--silent", "build", "--", "--logLevel", "warn"])) process.exit(1);
const { preview } = await import("vite");
const server = await preview({
  root: ROOT,
  logLevel: "warn",
  preview: { port: Number(process.env.PORT ?? 4173), host: process.env.HOST ?? "127.0.0.1" },
});
console.log(
  `\n  kubehop is at ${server.resolvedUrls?.local[0] ?? server.resolvedUrls?.network[0]}\n  Ctrl+C stops it.\n`,
);
