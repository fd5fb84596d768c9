"use strict";

// Puts a "Copy" button beside every public link. Without scripts the link is text that can be selected.
{
  const beside = (input) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button copy-link__button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      input.select();
      try {
        await navigator.clipboard.writeText(input.value);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Selected: press Ctrl+C";
      }
    });
    input.after(" ", button);
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("input.copy-link").forEach(beside);
  });
}
