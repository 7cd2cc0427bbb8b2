/** Light or dark: at first as the system has it. */

import { el } from "./dom.js";

/**
 * The button that turns light into dark and back.
 * @param {() => string} get the theme chosen: `light`, `dark` or empty
 * @param {(theme: string) => void} set
 */
export function themeButton(get, set) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (get() ? get() === "dark" : system.matches);
  const button = el("button", {
    type: "button",
    id: "theme",
    onclick: () => set(isDark() ? "light" : "dark"),
  });
  const update = () => {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", isDark() ? "Light colours" : "Dark colours");
  };
  system.addEventListener("change", () => set(get()));
  update();
  return { button, update };
}
