"use strict";

// The upload page: files that are dropped or chosen go up at once, one after the other, each with a bar of its
// own. Without this script the form sends what was chosen when its button is pressed.
{
  let underWay = 0;
  const ask = (event) => event.preventDefault();

  // Whoever leaves the page meanwhile is asked first: what goes up would be lost, and what waits behind it.
  window.fasUnderWay = (upload) => {
    underWay += 1;
    window.addEventListener("beforeunload", ask);
    return upload.finally(() => {
      underWay -= 1;
      if (underWay === 0) {
        window.removeEventListener("beforeunload", ask);
      }
    });
  };
}

window.fasSend = (address, token, file, words, onProgress) =>
  window.fasUnderWay(new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("uploads", file, file.name || "picture");
    Object.entries(words).forEach(([name, value]) => data.append(name, value));
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) {
        onProgress(event.loaded / event.total);
      }
    });
    request.addEventListener("error", () => reject("The connection was lost. Upload it again."));
    request.addEventListener("load", () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // An expired login or a proxy answers with a page.
      }
      if (request.status === 201 && answer.address) {
        resolve(answer);
      } else {
        reject(answer.refusal || "It was not taken. Reload the page, log in if you are asked to, and upload it again.");
      }
    });
    request.send(data);
  }));

{
  const element = (tag, name, text = "") => {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    return made;
  };

  const rowFor = (file) => {
    const row = element("li", "upload__item");
    const words = element("span", "upload__words");
    const bar = element("progress", "upload__bar");
    const state = element("span", "upload__state", "Waiting");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `Upload of ${file.name}`);
    words.append(element("span", "library__name", file.name), bar, state);
    row.append(words);
    return { row, words, bar, state };
  };

  const progress = ({ bar, state }) => (part) => {
    bar.value = part;
    // The sizes are made after the last byte has come.
    state.textContent = part < 1 ? `${Math.round(part * 100)} %` : "Looking at it and making its sizes …";
  };

  const taken = ({ row, words, bar, state }, answer) => {
    bar.remove();
    state.remove();
    if (answer.small) {
      const small = element("img", "library__small");
      small.src = answer.small;
      small.alt = "";
      row.prepend(small);
    }
    const link = element("a", "", answer.lacks ? "In the library. Describe it" : "In the library. Look at it");
    link.href = answer.change;
    link.target = "_blank";
    words.append(link);
  };

  const refused = ({ row, bar, state }, sentence) => {
    bar.remove();
    row.classList.add("upload__item--refused");
    state.textContent = sentence;
  };

  const start = (form) => {
    const input = form.querySelector("input[type=file]");
    const place = form.querySelector(".upload__place");
    const list = form.querySelector("[data-upload-list]");
    const token = form.elements.namedItem("csrfmiddlewaretoken").value;
    let last = Promise.resolve();

    const send = (files) => {
      [...files].forEach((file) => {
        const shown = rowFor(file);
        list.append(shown.row);
        last = window.fasUnderWay(last.then(async () => {
          const words = { credit: form.elements.credit.value, licence: form.elements.licence.value };
          try {
            taken(shown, await window.fasSend(form.action, token, file, words, progress(shown)));
          } catch (sentence) {
            refused(shown, String(sentence));
          }
        }));
      });
    };

    const highlight = (event) => {
      event.preventDefault();
      place.classList.toggle("upload__place--over", event.type === "dragover");
    };

    place.append(element("p", "upload__hint", "Or drop files here. They are uploaded at once, one after the other."));
    form.querySelector("[data-upload-button]").hidden = true;
    ["dragover", "dragleave", "drop"].forEach((name) => place.addEventListener(name, highlight));
    // A file that is dropped beside the place would be opened instead of the page, with what was typed.
    ["dragover", "drop"].forEach((name) => window.addEventListener(name, (event) => event.preventDefault()));
    place.addEventListener("drop", (event) => send(event.dataTransfer.files));
    input.addEventListener("change", () => {
      send(input.files);
      input.value = "";
    });
    form.addEventListener("submit", (event) => event.preventDefault());
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-upload]").forEach(start);
  });
}
