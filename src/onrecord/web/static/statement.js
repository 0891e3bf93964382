// Copies a card; without this it can be selected, or saved as a file.
import { say } from "./keys.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = "Copied";
      say("Copied");
    } catch {
      button.textContent = "Could not copy; select it instead";
    }
    setTimeout(() => (button.textContent = label), 2000);
  });
}
