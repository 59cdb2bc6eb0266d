"""A browser without a screen: the application on the test's database, with the tiny edition."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from app.services.services import Services
from tests.builders import tiny_edition
from tests.integration.pages.browser import Browser
from tests.integration.pages.following import finish


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    """The services, offering the tiny edition alone."""
    return make_services(tiny_edition())


@pytest.fixture
def new_browser(
    services: Services, new_browser_on: Callable[[Services], Browser]
) -> Callable[[], Browser]:
    """Make browsers that share nothing but the service."""
    return partial(new_browser_on, services)


@pytest.fixture
def alice(new_browser: Callable[[], Browser]) -> Browser:
    """Alice, who has started an assessment."""
    browser = new_browser()
    browser.start()
    return browser


@pytest.fixture
def lead(alice: Browser) -> Browser:
    """Alice, who has finished: her answers lead to « no-charter » and « alone »."""
    alice.answer("charter", reponse="no")
    alice.answer("partners", reponse="none")
    finish(alice)
    return alice


@pytest.fixture
def bob(new_browser: Callable[[], Browser]) -> Browser:
    """Bob, who has started another."""
    browser = new_browser()
    browser.start()
    return browser


@pytest.fixture
def visitor(new_browser: Callable[[], Browser]) -> Browser:
    """Someone who has only just come."""
    return new_browser()
