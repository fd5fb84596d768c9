"use strict";

// Opens the part about the event as soon as the release is a media advisory.
{
  document.addEventListener("DOMContentLoaded", () => {
    const kind = document.getElementById("id_kind");
    const part = document.querySelector(".field-event_starts_at")?.closest("details");
    kind?.addEventListener("change", () => {
      if (part && kind.value === "media-advisory") {
        part.open = true;
      }
    });
  });
}
