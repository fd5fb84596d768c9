"use strict";

// Keeps the open form on the server every 20 seconds and before it is saved, so that nothing typed is lost;
// tells at the same time that the form is open, and hears who else has it open.
{
  const PAUSE = 20000;
  const PATIENCE = 8000;

  const written = (form) => {
    if (window.tinymce) {
      window.tinymce.triggerSave();
    }
    const words = new URLSearchParams(new FormData(form));
    words.delete("csrfmiddlewaretoken");
    return words;
  };

  class LoggedOut extends Error {}

  const ask = async (address, options) => {
    const response = await fetch(address, {
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE),
      ...options,
    });
    if (response.redirected) {
      throw new LoggedOut();
    }
    return response;
  };

  const post = (form, address, words) => {
    const body = new URLSearchParams(words);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return ask(address, { method: "POST", body });
  };

  // Logging in again gives a new token; the form that stayed open has the old one.
  const renewToken = async (form) => {
    const response = await ask(form.dataset.keep, { method: "GET" });
    if (!response.ok) {
      return;
    }
    const { token } = await response.json();
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => {
      input.value = token;
    });
  };

  const tell = async (form, address, words) => {
    let response = await post(form, address, words);
    if (response.status === 403) {
      await renewToken(form);
      response = await post(form, address, words);
    }
    if (response.status === 400) {
      throw new Error("Your text is too large to be kept or saved. Copy it to a safe place, and shorten it.");
    }
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) {
      throw new Error(answer.refusal || "");
    }
    return answer;
  };

  const sentence = (trouble) => {
    if (trouble instanceof LoggedOut) {
      return "You are logged out. Log in again in another tab, then come back and save. Your words are still here.";
    }
    return trouble.message && trouble.name === "Error"
      ? trouble.message
      : "The server does not answer. Your words are still here; try again in a moment.";
  };

  const say = (form, text, isTrouble) => {
    const place = form.querySelector("[data-kept]");
    place.textContent = text;
    place.classList.toggle("writing__kept--trouble", isTrouble);
  };

  const sayMinute = (form, words) => {
    const place = form.querySelector('[data-minute="planned_for"] .minute__words');
    if (place) {
      place.textContent = words;
    }
  };

  const sayOthers = (words) => {
    const place = document.querySelector("[data-others]");
    if (place && place.textContent !== words) {
      place.textContent = words;
    }
  };

  // A browser sends a half-typed day as an empty one, which would mean "when it is approved".
  const halfTyped = (form) =>
    [...form.querySelectorAll("[data-minute] input")].find((input) => input.validity.badInput);

  const begin = (form) => {
    // What the page shows of unsaved words is kept at once, under the key of this form.
    let kept = form.hasAttribute("data-unsaved") ? null : written(form).toString();
    let isKept = false;
    let busy = false;
    let again = false;
    let leaving = false;

    const keepNow = async () => {
      const words = written(form);
      const answer = await tell(form, form.dataset.keep, words);
      kept = words.toString();
      isKept = true;
      say(form, `Your words are kept since ${answer.kept}. They are not saved yet.`, false);
      if (written(form).toString() === kept) {
        sayMinute(form, answer.planned_for);
      }
      sayOthers(answer.others);
      form.dispatchEvent(new CustomEvent("press:kept"));
    };

    const stay = async () => {
      if (form.dataset.stay) {
        const answer = await tell(form, form.dataset.stay, { form_key: form.elements.form_key.value });
        sayOthers(answer.others);
        if (isKept && !answer.kept) {
          await keepNow();
          return;
        }
      }
      if (form.querySelector(".writing__kept--trouble[data-kept]") && !halfTyped(form)) {
        say(form, "The server answers again. Your words are still here.", false);
      }
    };

    const beat = async () => {
      again = busy;
      if (busy || leaving) {
        return;
      }
      busy = true;
      try {
        await (written(form).toString() === kept ? stay() : keepNow());
      } catch (trouble) {
        say(form, sentence(trouble), true);
      } finally {
        busy = false;
      }
      // Something was typed while the server answered: its answer was about other words.
      if (again) {
        await beat();
      }
    };

    const send = async (event) => {
      const button = event.submitter;
      if (button && button.formTarget === "_blank") {
        return;
      }
      event.preventDefault();
      const half = halfTyped(form);
      if (half) {
        say(form, "A day or a time is only half typed. Complete it, or empty it.", true);
        half.focus();
        return;
      }
      if (leaving) {
        return;
      }
      leaving = true;
      try {
        await keepNow();
      } catch (trouble) {
        leaving = false;
        say(form, sentence(trouble), true);
        form.querySelector("[data-kept]").scrollIntoView({ block: "center" });
        return;
      }
      form.removeEventListener("submit", send);
      form.requestSubmit(button);
    };

    form.addEventListener("submit", send);
    form.addEventListener("change", (event) => {
      if (event.target.closest("[data-minute]")) {
        // Words beside the boxes belong to what stands in them.
        sayMinute(form, "");
        kept = null;
        beat();
      }
    });
    window.addEventListener("beforeunload", (event) => {
      if (!leaving && written(form).toString() !== kept) {
        event.preventDefault();
      }
    });
    window.setInterval(beat, PAUSE);
    beat();
  };

  // The editor tidies the text when it starts; what it makes of it is where the typing begins.
  const whenWritten = (form) => {
    const editors = window.tinymce ? window.tinymce.get() : [];
    const waiting = form.querySelector("textarea.tinymce") && !(editors.length && editors.every((e) => e.initialized));
    if (waiting && whenWritten.tries++ < 100) {
      window.setTimeout(() => whenWritten(form), 100);
    } else {
      begin(form);
    }
  };
  whenWritten.tries = 0;

  window.addEventListener("load", () => {
    const form = document.querySelector("form[data-keep]");
    if (form && form.querySelector("[name=_preview]")) {
      whenWritten(form);
    }
  });
}
