"""The catalogues of the interface hold all its words, and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from app.content.library import DEFAULT_ROOT
from app.locale.catalogue import path_of, read_catalogue
from app.locale.speech import FRENCH, LANGUAGES

OTHERS = [language for language in LANGUAGES if language != FRENCH]
VALUE = re.compile(r"%\(\w+\)s|%%|\{\}|</?\w+[^>]*>")
"""What a translation must keep: values, and the elements around words."""


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Return the words that the code and the templates say, extracted again."""
    target = tmp_path_factory.mktemp("words") / "words.pot"
    mapping = DEFAULT_ROOT / "pyproject.toml"
    CommandLineInterface().run(  # type: ignore[no-untyped-call]
        f"pybabel -q extract -F {mapping} -k mark -o {target} {DEFAULT_ROOT}".split()
    )
    with target.open("rb") as stream:
        return read_po(stream)


@cache
def catalogue(language: str) -> Catalog:
    with path_of(language).open("rb") as stream:
        return read_po(stream, locale=language)


def ids(found: Catalog) -> set[object]:
    return {message.id for message in found if message.id}


def said(message: Message) -> list[tuple[str, str]]:
    """Return each form of a message with its translation; the last form stands for the rest."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return list(zip(message.id, tuple(message.string or ()), strict=True))


@pytest.mark.parametrize("language", OTHERS)
def test_every_word_has_a_translation_and_none_is_left_over(language: str, words: Catalog) -> None:
    assert len(ids(words)) > 300
    assert ids(words) - ids(catalogue(language)) == set(), "run `make words`, then translate"
    assert ids(catalogue(language)) - ids(words) == set(), "run `make words`"
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_missing_or_a_guess(language: str) -> None:
    for message in catalogue(language):
        if message.id:
            assert not message.fuzzy, message.id
            assert all(there.strip() for _, there in said(message)), message.id


@pytest.mark.parametrize("language", OTHERS)
def test_translations_keep_values_and_elements(language: str) -> None:
    for message in catalogue(language):
        if message.id:
            for here, there in said(message):
                assert Counter(VALUE.findall(there)) == Counter(VALUE.findall(here)), here
    assert [message.id for message, _ in catalogue(language).check()] == []


def test_english_is_typeset_as_english() -> None:
    for message in catalogue("en"):
        for _, there in said(message) if message.id else ():
            assert not re.search(r"[«»\u202f]|[\s\u00a0][:;!?]|['\"](?![^<]*>)", there), there


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_is_read_as_it_is_written(language: str) -> None:
    read = read_catalogue(language)
    for message in catalogue(language):
        if isinstance(message.id, str) and message.id:
            assert read.gettext(message.id) == message.string
    assert read.ngettext("%(count)s\u00a0an", "%(count)s\u00a0ans", 0) == "%(count)s\u00a0years"
    french = read_catalogue(None)
    assert french.ngettext("%(count)s\u00a0an", "%(count)s\u00a0ans", 0) == "%(count)s\u00a0an"


def test_the_catalogue_of_a_language_that_has_none_is_an_error() -> None:
    with pytest.raises(OSError, match=r"xx\.po"):
        read_catalogue("xx")
    assert not Path(path_of("xx")).exists()
