"use strict";

// Select2 draws a choice of its own over a list, and leaves the list's name behind: a screen reader would say
// "combo box" and nothing more. The name goes along, also into lines that are added later, and so does what is chosen.
{
  const nameOf = (list) => {
    const label = list.id && document.querySelector(`label[for="${list.id}"]`);
    return list.getAttribute("aria-label") || (label ? label.textContent.trim().replace(/:$/, "") : "");
  };

  const name = () => {
    document.querySelectorAll("select.select2-hidden-accessible").forEach((list) => {
      const drawn = list.nextElementSibling;
      const words = nameOf(list);
      if (!words || !drawn) {
        return;
      }
      const box = drawn.querySelector("[role=combobox]");
      const chosen = drawn.querySelector(".select2-selection__rendered");
      if (box && chosen) {
        box.setAttribute("aria-label", words);
        box.removeAttribute("aria-labelledby");
        // What is chosen is its text, and no field of its own.
        box.setAttribute("aria-describedby", chosen.id);
        chosen.removeAttribute("role");
        chosen.removeAttribute("aria-readonly");
      }
    });
  };

  window.addEventListener("load", name);
  document.addEventListener("formset:added", () => window.requestAnimationFrame(name));
}
