// Everything works without this file. It makes steps instant, keeps focus where a reader expects it,
// and says when the network is gone. No HTML is ever written from here: elements and text only.
(() => {
  "use strict";

  const find = (selector, root = document) => root.querySelector(selector);
  const page = () => find("#page");

  // ------------------------------------------------------------- After a step

  // The new page is read from its title, or from what is wrong with it.
  function arrive() {
    const place = find(".error-summary", page()) || find("h1", page());
    if (!place) return;
    window.scrollTo({ top: 0, behavior: "instant" });
    place.focus({ preventScroll: true });
    const words = find("[data-announce]", page());
    if (words && !place.matches(".error-summary")) {
      find("#announcer").textContent = words.dataset.announce || words.textContent.trim();
    }
  }

  function prepare() {
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
    for (const field of document.querySelectorAll("[data-max]")) count(field);
  }

  document.addEventListener("htmx:after:swap", (event) => {
    // A page that only asks whether something is ready stays as it is.
    if (event.detail.ctx?.swap === "none") return;
    prepare();
    arrive();
  });

  // -------------------------------------------------------- When the network is gone

  // What was typed stays on the page; it only has to be sent again.
  function tellTrouble() {
    let box = find("#trouble");
    if (!box) {
      box = document.createElement("div");
      box.id = "trouble";
      box.className = "error-summary";
      box.setAttribute("role", "alert");
      page().prepend(box);
    }
    const title = document.createElement("h2");
    title.textContent = "Rien n’est enregistré pour l’instant";
    const words = document.createElement("p");
    words.textContent =
      "La connexion ne répond pas. Ce que vous avez répondu reste sur cette page\u00a0: " +
      "réessayez dans quelques instants.";
    box.replaceChildren(title, words);
    window.scrollTo({ top: 0, behavior: "instant" });
  }

  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx) tellTrouble();
  });

  // An answer that is not a page of ours (a proxy’s error, a portal) must not replace the form.
  document.addEventListener("htmx:before:response", (event) => {
    const { raw } = event.detail.ctx.response;
    const ours = raw.headers.has("Content-Security-Policy");
    if (ours && (raw.headers.get("Content-Type") || "").startsWith("text/html")) return;
    event.preventDefault();
    tellTrouble();
  });

  // ------------------------------------------------------------------- Fields

  // « Aucune » and « je ne sais pas » do not stand beside another answer; the server checks it too.
  function clearOthers(box) {
    const group = box.closest("fieldset");
    for (const other of group.querySelectorAll("input[type=checkbox]")) {
      if (other === box) continue;
      if (box.matches("[data-exclusive]") || other.matches("[data-exclusive]")) other.checked = false;
    }
    if (box.closest("[data-apart]")) {
      const typed = find(".input", group);
      if (typed) typed.value = "";
    }
  }

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("fieldset input[type=checkbox]") && field.checked) clearOthers(field);
    else if (field.matches("fieldset select")) untickApart(field);
  });

  function untickApart(field) {
    if (!field.value.trim()) return;
    for (const box of field.closest("fieldset").querySelectorAll("[data-apart] input")) {
      box.checked = false;
    }
  }

  // How many characters are left, told from the last fifth on.
  function count(field) {
    const limit = find("#limit");
    if (!limit) return;
    const left = Number(field.dataset.max) - field.value.trim().length;
    limit.dataset.words ||= limit.textContent;
    if (left > Number(field.dataset.max) / 5) limit.textContent = limit.dataset.words;
    else if (left >= 0) limit.textContent = `Encore ${left} caractère${left > 1 ? "s" : ""}.`;
    else limit.textContent = `${-left} caractère${left < -1 ? "s" : ""} de trop.`;
  }

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.matches("[data-max]")) count(field);
    else if (field.matches("fieldset input.input")) untickApart(field);
  });

  // ------------------------------------------------------------- Other gestures

  document.addEventListener("click", (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) copyLink(copy);
    const toField = event.target.closest(".error-summary a[href^='#']");
    if (toField) {
      const field = document.getElementById(toField.hash.slice(1));
      if (field) {
        event.preventDefault();
        field.focus();
      }
    }
  });

  async function copyLink(button) {
    try {
      await navigator.clipboard.writeText(find(button.dataset.copy).href);
      find("#announcer").textContent = button.textContent = button.dataset.copied;
    } catch {
      window.getSelection().selectAllChildren(find(button.dataset.copy));
    }
  }

  prepare();
  // A page that opens on an error is read from the error.
  const trouble = find(".error-summary");
  if (trouble) trouble.focus();
})();
