// Everything works without this file. It makes steps instant, keeps focus where a reader expects it,
// and says when the network is gone. No HTML is ever written from here: elements and text only.
(() => {
  "use strict";

  const find = (selector, root = document) => root.querySelector(selector);
  const page = () => find("#page");
  const language = document.documentElement.lang;
  const plurals = new Intl.PluralRules(language);
  let hasMoved = false;

  // ------------------------------------------------------------- After a step

  // The new page is read from what is wrong with it, or from its title. A question is read from its
  // group, whose name it is: on the title within, screen readers say it twice, and not its hint.
  function arrive() {
    // Who has just moved something goes on from its button.
    const kept = find("[autofocus]", page());
    const title = find("fieldset[tabindex]", page()) || find("h1", page());
    const place = find(".error-summary", page()) || kept || title;
    if (!place) return;
    if (place === kept) place.scrollIntoView({ block: "center", behavior: "instant" });
    else window.scrollTo({ top: 0, behavior: "instant" });
    place.focus({ preventScroll: true });
    const words = find("[data-announce]", page());
    if (words && !place.matches(".error-summary")) {
      find("#announcer").textContent = words.dataset.announce || words.textContent.trim();
    }
  }

  function prepare() {
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
    for (const field of document.querySelectorAll("[data-max]")) count(field);
    showKeys();
  }

  // The workbench of authors asks by itself for what has changed, and a page that waits whether
  // something is ready: neither is a step of the reader.
  const isBench = (event) => event.detail.ctx?.sourceElement?.id === "atelier";
  const isNoStep = (event) => isBench(event) || event.detail.ctx?.swap === "none";

  // The foot of the site goes and comes back where the new page ends: it does not jump.
  document.addEventListener("htmx:before:swap", (event) => {
    if (isNoStep(event)) return;
    const foot = find(".site-footer");
    foot.classList.add("is-away");
    requestAnimationFrame(() => requestAnimationFrame(() => foot.classList.remove("is-away")));
  });

  document.addEventListener("htmx:after:swap", (event) => {
    if (isNoStep(event)) return;
    hasMoved = true;
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
    title.textContent = find("#announcer").dataset.trouble;
    const words = document.createElement("p");
    words.textContent = find("#announcer").dataset.advice;
    box.replaceChildren(title, words);
    window.scrollTo({ top: 0, behavior: "instant" });
  }

  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx && !isBench(event)) tellTrouble();
  });

  // An answer that is not a page of ours (a proxy’s error, a portal) must not replace the form.
  document.addEventListener("htmx:before:response", (event) => {
    const { raw } = event.detail.ctx.response;
    if (isBench(event)) {
      if (raw.status >= 400) event.preventDefault();
      return;
    }
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
    if (field.matches("[data-keys-on]")) turnKeys(field.checked);
    else if (field.matches("fieldset input[type=checkbox]") && field.checked) clearOthers(field);
    else if (field.matches("fieldset select")) untickApart(field);
  });

  function untickApart(field) {
    if (!field.value.trim()) return;
    for (const box of field.closest("fieldset").querySelectorAll("[data-apart] input")) {
      box.checked = false;
    }
  }

  // A sentence about a number, for one or for several, as the language of the page counts.
  function counted(words, number) {
    const isOne = plurals.select(number) === "one";
    const sentence = find("#announcer").dataset[words + (isOne ? "One" : "Other")];
    return sentence.replace("{}", number);
  }

  // How many characters are left, told from the last fifth on.
  function count(field) {
    const limit = document.getElementById(field.dataset.limit || "limit");
    if (!limit) return;
    const left = Number(field.dataset.max) - field.value.trim().length;
    limit.dataset.words ||= limit.textContent;
    if (left > Number(field.dataset.max) / 5) limit.textContent = limit.dataset.words;
    else limit.textContent = counted(left < 0 ? "over" : "left", Math.abs(left));
  }

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.matches("[data-max]")) count(field);
    else if (field.matches("fieldset input.input")) untickApart(field);
  });

  // ------------------------------------------------------- Keys that choose an answer

  const KEYS = "balises-keys";
  let areKeysOn = true;
  try {
    areKeysOn = localStorage.getItem(KEYS) !== "off";
  } catch {
    // A browser that keeps nothing: they are on until the page is left.
  }

  function showKeys() {
    const help = find("[data-keys]");
    if (!help) return;
    help.hidden = false;
    find("[data-keys-on]", help).checked = areKeysOn;
    keyed(find("fieldset")).forEach((box, index) => {
      const { dataset } = box.closest(".option");
      if (areKeysOn) dataset.key = index + 1;
      else delete dataset.key;
    });
  }

  // There are nine keys.
  function keyed(group) {
    return [...group.querySelectorAll("input[type=radio], input[type=checkbox]")].slice(0, 9);
  }

  function turnKeys(on) {
    areKeysOn = on;
    showKeys();
    try {
      if (on) localStorage.removeItem(KEYS);
      else localStorage.setItem(KEYS, "off");
    } catch {
      // See above.
    }
  }

  // On a French keyboard the digits are capitals: the key counts, with or without Shift.
  function digitOf(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return 0;
    if (/^[1-9]$/.test(event.key)) return Number(event.key);
    return Number(/^Digit([1-9])$/.exec(event.code)?.[1] || 0);
  }

  // Only while focus is within a question without a field to type in (WCAG 2.1.4): nowhere else
  // does a single key do anything.
  document.addEventListener("keydown", (event) => {
    const digit = areKeysOn && digitOf(event);
    const group = digit && event.target.closest("fieldset");
    if (!group || !find("[data-keys]") || find(".input", group)) return;
    const box = keyed(group)[digit - 1];
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.click();
  });

  // ------------------------------------------------------------- Other gestures

  for (const gesture of ["click", "auxclick"]) {
    document.addEventListener(gesture, (event) => {
      const other = event.target.closest("[data-prefix]");
      if (other && hasMoved) keepPlace(other);
    });
  }

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

  // The link to the other language follows the steps that only changed a part of the page.
  function keepPlace(link) {
    const own = new RegExp(`^/${language}(?=/|$)`);
    link.href = link.dataset.prefix + location.pathname.replace(own, "") + location.search;
  }

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
