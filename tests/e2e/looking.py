"""What can be measured of a page as it stands before a person; each returns what is wrong with it.

Everything is read by the browser's debugger, so that pages are tried as they are served.
"""

from __future__ import annotations

from playwright.sync_api import Page

STOPS = 45
"""How many times Tab is pressed at most: enough for every control of every page but the longest."""


def sideways(page: Page) -> list[str]:
    """Return what makes the page scroll sideways."""
    found: list[str] = page.evaluate(
        """() => {
          const wide = innerWidth;
          if (document.documentElement.scrollWidth <= wide) return [];
          const right = one => Math.round(one.getBoundingClientRect().right);
          const scrolls = one => one !== document.body
            && (/auto|scroll|hidden/.test(getComputedStyle(one).overflowX)
              || scrolls(one.parentElement));
          return [...document.body.querySelectorAll("*")]
            .filter(one => right(one) > wide + 1 && !scrolls(one.parentElement))
            .map(one => `${right(one)} of ${wide}: ${one.outerHTML.slice(0, 120)}`)
            .concat(`the page is ${document.documentElement.scrollWidth} of ${wide}`);
        }"""
    )
    return found


def space_text(page: Page) -> None:
    """Space letters, words, lines and paragraphs as WCAG 1.4.12 says that people may."""
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
            word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
          document.adoptedStyleSheets = [sheet];
        }"""
    )


def unspace_text(page: Page) -> None:
    """Undo it."""
    page.evaluate("document.adoptedStyleSheets = []")


def cut(page: Page) -> list[str]:
    """Return the texts that their box cuts."""
    found: list[str] = page.evaluate(
        """() => [...document.body.querySelectorAll("*")].filter(one => {
          const style = getComputedStyle(one);
          if (one.matches(".visually-hidden, .default-button, input, select, svg *")) return false;
          if (!one.textContent.trim() || !one.checkVisibility()) return false;
          const hides = way => /hidden|clip/.test(way);
          return hides(style.overflowY) && one.scrollHeight > one.clientHeight + 1
            || hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1;
        }).map(one => one.outerHTML.slice(0, 160))"""
    )
    return found


def small_targets(page: Page) -> list[str]:
    """Return what is smaller than 24 by 24 pixels to a finger (WCAG 2.5.8), text links excepted."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
          .filter(one => one.checkVisibility() && one.tabIndex >= 0 && one.type !== "hidden"
            && !one.matches(".skip-link"))
          .map(one => [one, (one.closest("label") || one).getBoundingClientRect()])
          .filter(([one, box]) => {
            const inSentence = one.matches("a")
              && getComputedStyle(one).display === "inline"
              && one.parentElement.innerText.trim().length > one.innerText.trim().length;
            return !inSentence && (box.width < 24 || box.height < 24);
          })
          .map(([one, box]) => `${Math.round(box.width)} × ${Math.round(box.height)}: `
            + one.outerHTML.slice(0, 120))"""
    )
    return found


def headings(page: Page) -> list[str]:
    """Return what is wrong with the headings: one of level 1, first, and no level left out."""
    levels: list[list[object]] = page.evaluate(
        """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
          .filter(one => one.checkVisibility())
          .map(one => [Number(one.tagName[1]), one.textContent.trim().slice(0, 60)])"""
    )
    ranks = [int(str(rank)) for rank, _ in levels]
    found = [] if ranks.count(1) == 1 else [f"{ranks.count(1)} headings of level 1"]
    found += [
        f"level {rank} after {before}: {text}"
        for before, (rank, text) in zip(ranks, levels[1:], strict=False)
        if int(str(rank)) > before + 1
    ]
    return found + [f"empty heading of level {rank}" for rank, text in levels if not text]


FOCUS = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const ringed = one.closest(".option, .pathway") || one;
  const [box] = one.getClientRects();
  const style = getComputedStyle(ringed);
  const inside = {
    x: Math.min(Math.max(box.x + Math.min(box.width / 2, 20), 1), innerWidth - 2),
    y: Math.min(Math.max(box.y + Math.min(box.height / 2, 12), 1), innerHeight - 2),
  };
  const top = document.elementFromPoint(inside.x, inside.y);
  return {
    what: one.outerHTML.slice(0, 120),
    isRinged: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3,
    ring: style.outlineColor,
    isCovered: !(top && (one.contains(top) || ringed.contains(top) || top.contains(one))),
    isOnScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    top: box.top + scrollY, bottom: box.bottom + scrollY, left: box.left, right: box.right,
    key: [...document.querySelectorAll("*")].indexOf(one),
  };
}"""


def focus_troubles(page: Page) -> list[str]:
    """Press Tab through the page; return where focus is not seen, is covered, or jumps back.

    A stop that lies wholly above the one before is a jump, unless it begins the column beside it.
    """
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    found: list[str] = []
    last = None
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            break
        if not stop["isRinged"]:
            found.append(f"no ring: {stop['what']}")
        if stop["isCovered"] or not stop["isOnScreen"]:
            found.append(f"not to be seen: {stop['what']}")
        if last and stop["bottom"] <= last["top"] and stop["left"] < last["right"]:
            found.append(f"jumps back: {stop['what']}")
        if last and stop["key"] <= last["key"]:
            found.append(f"not in the order of the page: {stop['what']}")
        last = stop
    if last is None:
        found.append("Tab reaches nothing")
    return found


CONTRASTS = """(parts) => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const light = colour => {
    canvas.fillStyle = "#000"; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(one => {
      const part = one / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  return parts.flatMap(([selector, property]) => {
    const one = document.querySelector(selector);
    if (!one) return [`${selector} is not on the page`];
    const colour = getComputedStyle(one)[property];
    const ink = light(colour);
    const contrast = (Math.max(paper, ink) + 0.05) / (Math.min(paper, ink) + 0.05);
    return contrast >= 3 ? [] : [`${selector} ${property} ${colour}: ${contrast.toFixed(1)} to 1`];
  });
}"""


def faint(page: Page, parts: list[tuple[str, str]]) -> list[str]:
    """Return which parts have less than 3 to 1 against the page: (selector, CSS property)."""
    found: list[str] = page.evaluate(CONTRASTS, parts)
    return found
