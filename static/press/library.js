"use strict";

// The editor's way to the library: a dialog in which a picture is found or uploaded, and the upload of what is
// pasted or dropped into a text. TinyMCE knows both by their names.
{
  const WAIT = 250;
  const LOST = "The library did not answer. Reload the page, and log in if you are asked to.";

  const element = (tag, name, text = "") => {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    return made;
  };

  const formOfPage = () => document.querySelector("form[data-library-add]");

  const tokenOf = (form) => form.elements.namedItem("csrfmiddlewaretoken").value;

  const upload = (file, onProgress) => {
    const form = formOfPage();
    return window.fasSend(form.dataset.libraryAdd, tokenOf(form), file, {}, onProgress);
  };

  const tell = (editor, text, type) => {
    if (editor) {
      editor.notificationManager.open({ text, type, timeout: 15000 });
    }
  };

  // TinyMCE gives names of its own to what was dropped; the file itself is known by its size.
  const nameOf = (blob) => {
    const bytes = blob.blob();
    const isSame = (file) => file.size === bytes.size && file.type === bytes.type;
    const carried = (window.fasCarried || []).find(isSame);
    return carried ? carried.name : blob.filename();
  };

  // What is pasted or dropped, and the upload tab of TinyMCE's own dialog.
  window.fasUpload = (blob, onProgress) => {
    const file = new File([blob.blob()], nameOf(blob), { type: blob.blob().type });
    return upload(file, (part) => onProgress(Math.round(part * 100))).then(
      (taken) => {
        if (taken.lacks) {
          tell(window.tinymce.activeEditor, `“${taken.name}” is in the library. ${taken.lacks}: write it there.`, "info");
        }
        return taken.address;
      },
      // Without a place in the library it cannot stay in the text either.
      (sentence) => Promise.reject({ message: String(sentence), remove: true }),
    );
  };

  const offer = (picture, choose) => {
    const button = element("button", "offer");
    button.type = "button";
    const small = element("img", "offer__small");
    small.src = picture.small;
    small.alt = "";
    small.loading = "lazy";
    button.append(small, element("span", "library__name", picture.name));
    if (picture.description) {
      button.append(element("span", "library__words", picture.description));
    }
    if (picture.lacks) {
      button.append(element("span", "library__lacks", picture.lacks));
    }
    button.addEventListener("click", () => choose(picture));
    return button;
  };

  const dialog = () => {
    const box = element("dialog", "offers");
    const head = element("h2", "offers__head", "Choose a picture from the library");
    head.id = "offers-head";
    box.setAttribute("aria-labelledby", head.id);
    const search = element("input", "offers__search vTextField");
    search.type = "search";
    search.placeholder = "Words of its name, description, caption or credit";
    search.setAttribute("aria-label", "Search the library");
    const file = element("input", "");
    file.type = "file";
    file.accept = "image/jpeg,image/png,image/webp,image/gif";
    const label = element("label", "offers__upload", "Or upload one: ");
    label.append(file);
    // Apart, so that an answer about the one never wipes away what was said of the other.
    const [state, found] = [element("p", "offers__state"), element("p", "offers__state")];
    state.setAttribute("role", "status");
    found.setAttribute("role", "status");
    const list = element("div", "offers__list");
    const close = element("button", "button", "Cancel");
    close.type = "button";
    close.addEventListener("click", () => box.close());
    box.append(head, search, label, state, found, list, close);
    return { box, search, file, state, found, list };
  };

  window.fasPick = (use) => {
    const { box, search, file, state, found, list } = dialog();
    const choose = (picture) => {
      box.close();
      use(picture.address);
    };
    let asked = 0;
    const show = async () => {
      asked += 1;
      const mine = asked;
      const address = `${formOfPage().dataset.libraryOffered}?q=${encodeURIComponent(search.value)}`;
      try {
        const answer = await fetch(address, { headers: { Accept: "application/json" } });
        const { pictures, has_more: hasMore } = await answer.json();
        if (mine !== asked) {
          // Something else was typed meanwhile.
          return;
        }
        list.replaceChildren(...pictures.map((picture) => offer(picture, choose)));
        found.textContent = hasMore ? `These are the newest ${pictures.length}. Type words to find older ones.` : "";
        if (!pictures.length) {
          found.textContent = "No picture has these words. Try fewer of them, or upload one.";
        }
      } catch {
        found.textContent = LOST;
      }
    };
    let waiting;
    search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(show, WAIT);
    });
    file.addEventListener("change", async () => {
      const [chosen] = file.files;
      if (!chosen) {
        return;
      }
      try {
        const taken = await upload(chosen, (part) => {
          state.textContent = part < 1 ? `Uploading: ${Math.round(part * 100)} %` : "Looking at it and making its sizes …";
        });
        if (box.open) {
          choose(taken);
        }
      } catch (sentence) {
        state.textContent = String(sentence);
        file.value = "";
      }
    });
    box.addEventListener("close", () => box.remove());
    // TinyMCE's own dialog, to which the keyboard returns, would close when Escape comes up.
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        document.addEventListener("keyup", (up) => up.stopPropagation(), { capture: true, once: true });
      }
    });
    document.body.append(box);
    box.showModal();
    search.focus();
    show();
  };
}
