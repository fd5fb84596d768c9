"use strict";

// What TinyMCE needs from us: the look of the admin's theme, and pastes from Word and Google Docs that keep
// their lists, bold, italics and links. Pictures stand in the text of a release alone, and come from our library:
// what is pasted goes there first, and what lies elsewhere is left out. The writer is told.
{
  const NO_PICTURES = "A picture was left out: pictures stand in the text of a release alone.";
  const ELSEWHERE = "A picture was left out, because it lies elsewhere: upload it into the library first.";
  const OWN = new RegExp(`^(${location.origin})?/media/[0-9a-f]{32}/`);
  const IN_HAND = /^(data:image\/|blob:)/;
  const SHOWN = /^image\/(jpeg|png|gif|webp)$/;
  const OTHER_PICTURE = "Pictures in a text are JPEG, PNG, WebP or GIF: export it as one of these.";
  const A_FILE = "Only pictures stand in a text: upload it into the library, and choose it under “Resources”.";
  const NUMBERED = /^\(?(\d{1,4}|[a-z]{1,2}|[ivxlc]{1,6})[.)]/i;
  const REMOVED = "style, script, meta, link, title, xml, base";
  const HEADINGS = { H1: "h2", H5: "h4", H6: "h4" };

  const isDark = () => {
    const chosen = localStorage.getItem("theme") || "auto";
    return chosen === "dark" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  };

  const unwrap = (element) => element.replaceWith(...element.childNodes);

  const rename = (element, tag) => {
    const renamed = element.ownerDocument.createElement(tag);
    renamed.append(...element.childNodes);
    element.replaceWith(renamed);
  };

  const styleOf = (element) => element.getAttribute("style") || "";

  const isBlank = (element) => element.textContent.replace(/[\s\u00a0]/g, "") === "";

  const removeComments = (page) => {
    const comments = page.createNodeIterator(page, NodeFilter.SHOW_COMMENT);
    const found = [];
    for (let comment = comments.nextNode(); comment; comment = comments.nextNode()) {
      found.push(comment);
    }
    found.forEach((comment) => comment.remove());
  };

  const removePictures = (page, takesPictures) => {
    const found = [...page.querySelectorAll("img, picture, svg, canvas")];
    const isOurs = (picture) => OWN.test(picture.getAttribute("src")) || IN_HAND.test(picture.getAttribute("src"));
    const lost = found.filter((picture) => !takesPictures || (picture.tagName === "IMG" && !isOurs(picture)));
    lost.forEach((picture) => picture.remove());
    return lost.length > 0;
  };

  const takesPictures = (editor) => editor.hasPlugin("image");

  // Word ------------------------------------------------------------------------------------------------

  const levelOf = (paragraph) => {
    const found = /mso-list:\s*l\d+\s+level(\d+)/i.exec(styleOf(paragraph));
    return found ? Number(found[1]) : 0;
  };

  // Word writes the bullet or the number into the text, marked as what a list would draw by itself.
  const takeMarker = (paragraph) => {
    const marked = [...paragraph.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(styleOf(span)));
    if (marked) {
      const marker = marked.textContent;
      marked.remove();
      return marker.replace(/[\s\u00a0]/g, "");
    }
    const walker = paragraph.ownerDocument.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    const first = walker.nextNode();
    const found = first && /^[\s\u00a0]*([·•o§▪–-]|\(?\w{1,6}[.)])[\s\u00a0]+/.exec(first.data);
    if (!found) {
      return "";
    }
    first.data = first.data.slice(found[0].length);
    return found[1];
  };

  const newList = (page, marker) => {
    const numbered = NUMBERED.exec(marker);
    const list = page.createElement(numbered ? "ol" : "ul");
    if (numbered && Number(numbered[1]) > 1) {
      list.setAttribute("start", numbered[1]);
    }
    return list;
  };

  const listFrom = (page, paragraphs) => {
    const open = [];
    const lists = [];
    paragraphs.forEach((paragraph) => {
      const level = levelOf(paragraph);
      const marker = takeMarker(paragraph);
      const tag = NUMBERED.test(marker) ? "OL" : "UL";
      while (open.length && open[open.length - 1].level > level) {
        open.pop();
      }
      const last = open[open.length - 1];
      if (last && last.level === level && last.list.tagName !== tag) {
        open.pop();
      }
      const innermost = open[open.length - 1];
      if (!innermost || innermost.level < level) {
        const list = newList(page, marker);
        if (innermost) {
          innermost.list.lastElementChild.append(list);
        } else {
          lists.push(list);
        }
        open.push({ level, list });
      }
      const item = page.createElement("li");
      item.append(...paragraph.childNodes);
      open[open.length - 1].list.append(item);
    });
    paragraphs[0].before(...lists);
    paragraphs.forEach((paragraph) => paragraph.remove());
  };

  const gatherWordLists = (page) => {
    let run = [];
    const close = () => {
      if (run.length) {
        listFrom(page, run);
      }
      run = [];
    };
    page.querySelectorAll("p, h1, h2, h3, h4, h5, h6").forEach((paragraph) => {
      const follows = run.length && run[run.length - 1].nextElementSibling === paragraph;
      if (!levelOf(paragraph)) {
        close();
        return;
      }
      if (run.length && !follows) {
        close();
      }
      run.push(paragraph);
    });
    close();
  };

  // Google Docs -----------------------------------------------------------------------------------------

  const wrapIn = (element, tag) => {
    const wrapper = element.ownerDocument.createElement(tag);
    wrapper.append(...element.childNodes);
    element.append(wrapper);
  };

  const weightsToElements = (page) => {
    page.querySelectorAll("b, strong").forEach((bold) => {
      if (/font-weight:\s*(normal|[1-5]00)/i.test(styleOf(bold))) {
        unwrap(bold);
      }
    });
    page.querySelectorAll("span").forEach((span) => {
      const style = styleOf(span);
      if (isBlank(span)) {
        return;
      }
      if (/vertical-align:\s*super/i.test(style)) {
        wrapIn(span, "sup");
      } else if (/vertical-align:\s*sub/i.test(style)) {
        wrapIn(span, "sub");
      }
      if (/font-style:\s*italic/i.test(style) && !span.closest("em, i")) {
        wrapIn(span, "em");
      }
      if (/font-weight:\s*(bold|[6-9]00)/i.test(style) && !span.closest("strong, b, h1, h2, h3, h4, h5, h6")) {
        wrapIn(span, "strong");
      }
    });
  };

  const nestLists = (page) => {
    page.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol").forEach((list) => {
      const before = list.previousElementSibling;
      if (before && before.tagName === "LI") {
        before.append(list);
      }
    });
    page.querySelectorAll("li > p").forEach((paragraph) => {
      if (paragraph.parentElement.querySelectorAll(":scope > p").length === 1) {
        unwrap(paragraph);
      }
    });
  };

  // ---------------------------------------------------------------------------------------------------

  const tidy = (html, isIllustrated) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const hadPictures = removePictures(page, isIllustrated);
    removeComments(page);
    page.querySelectorAll(REMOVED).forEach((element) => element.remove());
    gatherWordLists(page);
    weightsToElements(page);
    nestLists(page);
    page.querySelectorAll(Object.keys(HEADINGS).join(",")).forEach((heading) => {
      rename(heading, HEADINGS[heading.tagName]);
    });
    page.querySelectorAll("span, font").forEach(unwrap);
    page.querySelectorAll("p").forEach((paragraph) => {
      if (isBlank(paragraph) && !paragraph.querySelector("img")) {
        paragraph.remove();
      }
    });
    return { html: page.body.innerHTML, hadPictures };
  };

  const tell = (editor, text) => {
    editor.notificationManager.open({ text, type: "warning", timeout: 15000 });
  };

  window.fasPaste = (editor, pasted) => {
    const isIllustrated = takesPictures(editor);
    const { html, hadPictures } = tidy(pasted.content, isIllustrated);
    pasted.content = html;
    if (hadPictures) {
      tell(editor, isIllustrated ? ELSEWHERE : NO_PICTURES);
    }
  };

  // TinyMCE says nothing of a drawing, and of a report only that it cannot have it.
  const refuseOthers = (editor, event, files) => {
    const others = files.filter((file) => !SHOWN.test(file.type));
    if (!others.length) {
      return;
    }
    if (others.length === files.length) {
      event.preventDefault();
    }
    tell(editor, `“${others[0].name}” was left out. ${others[0].type.startsWith("image/") ? OTHER_PICTURE : A_FILE}`);
  };

  const tellAboutFiles = (editor) => {
    editor.on("paste drop", (event) => {
      const carried = event.clipboardData || event.dataTransfer;
      const files = carried ? [...carried.files] : [];
      const hasPicture = files.some((file) => file.type.startsWith("image/"));
      window.fasCarried = files;
      // Office programs send a picture of the words along with them.
      if (!files.length || carried.types.includes("text/html")) {
        return;
      }
      if (takesPictures(editor)) {
        refuseOthers(editor, event, files);
      } else if (hasPicture) {
        event.preventDefault();
        tell(editor, NO_PICTURES);
      }
    });
  };

  // The editor hides the box that an address of this page with #id_body leads to.
  const comeToText = (editor) => {
    editor.on("init", () => {
      if (location.hash === `#${editor.id}`) {
        editor.getContainer().scrollIntoView({ block: "center" });
        editor.focus();
      }
    });
  };

  if (window.tinymce) {
    if (isDark()) {
      window.tinymce.overrideDefaults({ skin: "oxide-dark", content_css: "dark" });
    }
    window.tinymce.on("AddEditor", (event) => {
      tellAboutFiles(event.editor);
      comeToText(event.editor);
    });
  }
}
