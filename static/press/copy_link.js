"use strict";

// Puts a "Copy" button beside every public link. Without scripts the link is text that can be selected.
{
  const addressOf = (link) => link.value ?? link.href;

  const beside = (link) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button copy-link__button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy the link ${addressOf(link)}`);
    button.addEventListener("click", async () => {
      link.select?.();
      try {
        await navigator.clipboard.writeText(addressOf(link));
        button.textContent = "Copied";
      } catch {
        button.textContent = "Copy it by hand";
      }
    });
    link.after(" ", button);
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".copy-link").forEach(beside);
  });
}
