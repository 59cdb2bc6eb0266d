"""A small phone on a slow network, as Chromium plays it, and what Chromium measures there.

1.6 Mbit/s with 150 ms of latency is what Lighthouse calls « slow 4G »; the processor is four times
slower than this machine's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page

MEGABIT = 1_000_000 / 8
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6 * MEGABIT,
    "uploadThroughput": 0.75 * MEGABIT,
}
SLOWER = 4
OBSERVE = """
  window.seen = {shift: 0, shifts: [], interactions: [], steps: []};
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) {
      if (one.hadRecentInput) continue;
      seen.shift += one.value;
      seen.shifts.push(...one.sources.map(each => each.node?.outerHTML?.slice(0, 100) ?? "?"));
    }
  }).observe({type: "layout-shift", buffered: true});
  new PerformanceObserver(list => {
    for (const one of list.getEntries())
      if (one.interactionId) seen.interactions.push({name: one.name, duration: one.duration});
  }).observe({type: "event", durationThreshold: 16, buffered: true});
  let pressed = 0;
  addEventListener("click", event => {
    if (event.target.closest("button[type=submit]")) pressed = event.timeStamp;
  }, true);
  addEventListener("htmx:after:swap", () => {
    // A task of its own after the frame: what it shows is on the screen.
    requestAnimationFrame(() => setTimeout(() => seen.steps.push(performance.now() - pressed)));
  });
"""
FIRST_PAINT = """() => new Promise(resolve => {
  new PerformanceObserver((list, me) => {
    for (const one of list.getEntriesByName("first-contentful-paint")) {
      me.disconnect();
      resolve(one.startTime);
    }
  }).observe({type: "paint", buffered: true});
})"""


@dataclass
class Phone:
    """One page of a browser that keeps nothing."""

    page: Page
    cdp: CDPSession
    bytes: int = 0
    """What came over the network since ``count``, compressed, headers included."""
    asked: list[str] = field(default_factory=list)
    """What was asked for, in order."""

    def forget(self) -> None:
        """Empty the cache, and begin to count anew."""
        self.cdp.send("Network.clearBrowserCache")
        self.count()

    def go_far(self) -> None:
        """Answers take so long that Chromium no longer takes what moves for the person's doing."""
        self.cdp.send("Network.emulateNetworkConditions", {**NETWORK, "latency": 400})

    def count(self) -> None:
        """Begin to count anew."""
        self.bytes = 0
        self.asked.clear()

    def open(self, url: str) -> float:
        """Open an address and let all of it come; return the first contentful paint, in ms."""
        self.page.goto(url, wait_until="networkidle")
        painted: float = self.page.evaluate(FIRST_PAINT)
        return painted

    def shift(self) -> tuple[float, list[str]]:
        """Return the sum of the layout shifts of the document, and what moved."""
        self.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        seen = self.page.evaluate("seen")
        return float(seen["shift"]), list(seen["shifts"])

    def interactions(self) -> list[float]:
        """Return how long each interaction took to the next paint, in ms, from 16 ms on."""
        self.page.evaluate("() => new Promise(done => setTimeout(done, 100))")
        return [one["duration"] for one in self.page.evaluate("seen.interactions")]

    def steps(self) -> list[float]:
        """Return how long each step took from the tap on its button to the new page, in ms."""
        return [float(one) for one in self.page.evaluate("seen.steps")]


@contextmanager
def phone(browser: Browser) -> Iterator[Phone]:
    """Give a phone; it is put away at the end of the block."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
    )
    context.add_init_script(OBSERVE)
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    found = Phone(page, cdp)

    def count(event: dict[str, Any]) -> None:
        found.bytes += int(event["encodedDataLength"])

    def note(event: dict[str, Any]) -> None:
        url = urlsplit(event["request"]["url"])
        if url.scheme.startswith("http"):
            found.asked.append(event["request"]["url"])

    cdp.on("Network.loadingFinished", count)
    cdp.on("Network.requestWillBeSent", note)
    cdp.send("Network.enable")
    cdp.send("Network.emulateNetworkConditions", NETWORK)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield found
    context.close()
