"""The language spoken holds for a block, and for whoever runs within it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

from app.locale.speech import current_language, gettext, mark, ngettext, speaking

YEARS = ("%(count)s\u00a0an", "%(count)s\u00a0ans")


def test_french_is_spoken_unless_another_language_is() -> None:
    assert current_language() == "fr"
    assert gettext("Réessayer") == "Réessayer"
    with speaking("en"):
        assert gettext("Réessayer") == "Try again"
        with speaking("fr"):
            assert gettext("Réessayer") == "Réessayer"
        assert current_language() == "en"
    assert current_language() == "fr"


def test_a_language_that_is_none_of_ours_is_french() -> None:
    with speaking("xx"):
        assert current_language() == "fr"


def test_the_language_does_not_outlive_an_error() -> None:
    with pytest.raises(ValueError, match="no"), speaking("en"):
        raise ValueError("no")
    assert current_language() == "fr"


def test_another_thread_speaks_its_own() -> None:
    with speaking("en"), ThreadPoolExecutor(1) as pool:
        assert pool.submit(current_language).result() == "fr"
        assert pool.submit(copy_context().run, current_language).result() == "en"


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [
        (0, "0\u00a0an", "0\u00a0years"),
        (1, "1\u00a0an", "1\u00a0year"),
        (2, "2\u00a0ans", "2\u00a0years"),
    ],
)
def test_one_or_several(count: int, french: str, english: str) -> None:
    assert ngettext(*YEARS, count) == french
    with speaking("en"):
        assert ngettext(*YEARS, count) == english


def test_values_are_put_into_the_words() -> None:
    assert gettext("Erreur\u00a0: %(question)s", question="100 % ?") == "Erreur\u00a0: 100 % ?"
    with speaking("en"):
        assert gettext("Erreur\u00a0: %(question)s", question="100%?") == "Error: 100%?"


def test_words_that_are_marked_are_said_later() -> None:
    words = mark("Réessayer")
    assert words == "Réessayer"
    with speaking("en"):
        assert gettext(words) == "Try again"
