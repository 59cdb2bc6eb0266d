"""A live server and browsers that note whatever a page should not do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.e2e.chromium import find_chromium, launch
from tests.e2e.serving import serving


@pytest.fixture(scope="session")
def server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the server writes its log to."""
    return tmp_path_factory.mktemp("log") / "server.log"


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, server_log: Path) -> Iterator[str]:
    """The address of a live server on a database of its own."""
    database = tmp_path_factory.mktemp("e2e") / "balises.sqlite3"
    with serving(database, server_log) as address:
        yield address


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One headless Chromium for all the journeys.

    It ends with them: while Playwright runs, no other test of the process can start an event loop.
    """
    try:
        path = find_chromium()
    except FileNotFoundError as missing:
        pytest.fail(str(missing))
    with sync_playwright() as playwright:
        browser = launch(playwright, path)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What the pages of a journey did that they should not."""

    address: str
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def request(self, request: Request) -> None:
        """Note a request to anyone else."""
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(request.url)

    def complain(self, message: str) -> None:
        """Note an error or warning of the console, such as a violation of the policy."""
        if not any(words in message for words in self.expected):
            self.complaints.append(message)


@pytest.fixture
def new_context(
    chromium: Browser, address: str
) -> Iterator[Callable[..., tuple[BrowserContext, Watch]]]:
    """Open browsers that share nothing; at the end, none may have misbehaved."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def make(**options: Any) -> tuple[BrowserContext, Watch]:
        options = {"viewport": {"width": 360, "height": 740}, "base_url": address, **options}
        context = chromium.new_context(**options)
        context.set_default_timeout(10_000)
        watch = Watch(address)
        context.on("request", watch.request)
        context.on(
            "console",
            lambda message: (
                watch.complain(message.text) if message.type in {"error", "warning"} else None
            ),
        )
        context.on("weberror", lambda error: watch.complain(str(error.error)))
        opened.append((context, watch))
        return context, watch

    yield make
    for context, watch in opened:
        context.close()
        assert watch.foreign == []
        assert watch.complaints == []


@pytest.fixture
def phone(new_context: Callable[..., tuple[BrowserContext, Watch]]) -> Page:
    """A page on a small phone, with scripts."""
    return new_context()[0].new_page()


@pytest.fixture
def plain_phone(new_context: Callable[..., tuple[BrowserContext, Watch]]) -> Page:
    """A page on a small phone, without scripts."""
    return new_context(java_script_enabled=False)[0].new_page()
