"use strict";

// The desk reads along: after an open form was kept, what has to be mended and what is worth a look is asked for
// again. Without this script the page says what the desk has found in the text as it is saved.
{
  const show = (found) => {
    const place = document.querySelector("[data-checks-found]");
    if (place.innerHTML.trim() === found.trim()) {
      return;
    }
    place.innerHTML = found;
    const inShort = place.querySelector("[data-in-short]").dataset.inShort;
    const line = document.querySelector("[data-checks-in-short]");
    // The same words again would be read out again.
    if (line.textContent !== inShort) {
      line.textContent = inShort;
    }
  };

  let asked = 0;

  const ask = async (address) => {
    asked += 1;
    const mine = asked;
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      const found = await answer.text();
      if (mine === asked && answer.ok && !answer.redirected) {
        show(found);
      }
    } catch {
      // The bar above says already that the server does not answer.
    }
  };

  // The editor hides the field that has the words, so a link to it would lead nowhere.
  const toEditor = (event) => {
    const link = event.target.closest("a[href^='#id_']");
    const editor = link && window.tinymce && window.tinymce.get(link.hash.slice(1));
    if (editor) {
      event.preventDefault();
      editor.getContainer().scrollIntoView({ block: "center" });
      editor.focus();
    }
  };

  window.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form[data-checks]");
    const place = document.querySelector("[data-checks-found]");
    if (form && place) {
      form.addEventListener("press:kept", () => ask(form.dataset.checks));
      place.addEventListener("click", toEditor);
    }
  });
}
