// Before the first paint: the theme that was chosen, or what the system prefers.
(() => {
  let chosen;
  try {
    chosen = localStorage.getItem("kubehop.theme");
  } catch {
    chosen = null;
  }
  const prefers = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.theme = chosen === '"dark"' ? "dark" : chosen === '"light"' ? "light" : prefers;
})();
