"""The structure tree of what is printed: what a screen reader reads, and in which order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from random import Random
from xml.etree import ElementTree

import pytest

from app.domain.sample import sample_answers
from app.report.build import build_in
from app.report.contexts import Report
from app.report.typesetting import Typesetter
from tests.integration.pdf_structure import Structure, words_of
from tests.integration.report_samples import META, earlier_one, shipped_editions

PRINTED = [
    (pathway, language, is_extract)
    for pathway in ("association", "collectivite", "entreprise")
    for language in ("fr", "en")
    for is_extract in (False, True)
]
REPEATED = {"collectivite", "entreprise"}
HEADINGS = ("H1", "H2", "H3", "H4")
UNSEEN = "[\\s\u200b\u00ad]"
BARE = {"ici", "cliquez ici", "lien", "here", "click here", "link"}


Structures = Callable[[str, str, bool], Structure]


@pytest.fixture(scope="module")
def structures() -> Structures:
    """What gives the structure of what is printed of a pathway, in a language, whole or not."""
    typesetter = Typesetter()

    @cache
    def structure_of(pathway: str, language: str, is_extract: bool) -> Structure:
        report = report_on(pathway, language)
        return Structure(typesetter.render(replace(report, is_extract=is_extract)))

    return structure_of


def report_on(pathway: str, language: str) -> Report:
    """Return a report on random answers, the same each time; some say what moved."""
    edition = shipped_editions()[pathway]
    answers, before = (sample_answers(edition, Random(n)) for n in (4, 5))  # noqa: S311 - examples
    earlier = earlier_one(before, edition) if pathway in REPEATED else None
    return build_in(language, edition, answers, META, earlier=earlier)


@pytest.fixture(params=PRINTED, ids=lambda one: "-".join(map(str, one)))
def structure(request: pytest.FixtureRequest, structures: Structures) -> Structure:
    return structures(*request.param)


def test_what_is_drawn_is_read_once_in_the_order_of_the_page(structure: Structure) -> None:
    assert set(structure.seen.values()) == {1}
    for page in range(structure.pages):
        read = [words for number, words in structure.pieces if number == page]
        drawn = [words for _, words in structure.content_of(page)]
        assert sorted(read) == sorted(drawn)
        told = "".join(read)
        assert len(told) > 200 or page == structure.pages - 1
    # What floats is drawn after what it floats beside: the order of the words is that of the tree.
    pages = [page for page, _ in structure.pieces]
    assert pages == sorted(pages)


def told(element: ElementTree.Element) -> Iterator[str]:
    """Yield the texts of an element, without what its drawings are called."""
    if not element.tag.endswith("svg"):
        yield element.text or ""
        for child in element:
            yield from told(child)
            yield child.tail or ""


@pytest.mark.parametrize(
    ("pathway", "language"),
    [("association", "fr"), ("collectivite", "en"), ("entreprise", "en"), ("partenariat", "fr")],
)
def test_what_is_read_comes_in_the_order_it_is_written(pathway: str, language: str) -> None:
    typesetter, report = Typesetter(), report_on(pathway, language)
    faces = [
        ElementTree.fromstring(html.partition("<html")[1] + html.partition("<html")[2])  # noqa: S314
        for html in (typesetter.cover_of(report, {}), typesetter.page_of(report))
    ]
    read = "".join(words for _, words in Structure(typesetter.render(report)).pieces)
    read = re.sub(UNSEEN, "", read)
    written = [
        re.sub(UNSEEN, "", "".join(told(one)))
        for face in faces
        for one in face.iter()
        if one.tag in {"h1", "h2", "h3", "p", "td", "th"}
    ]
    assert len(written) > 100
    place = 0
    for words in filter(None, written):
        found = read.find(words, place)
        assert found >= 0, f"not after what is written before it: {words[:60]}"
        place = found + len(words)


def test_headings_skip_no_level(structure: Structure) -> None:
    levels = [int(one.role[2:]) for one in structure.root.walk() if one.role[1:] in HEADINGS]
    assert levels.count(1) == 1
    assert levels[0] in {1, 2}
    first = levels.index(1)
    assert all(
        after <= before + 1
        for before, after in zip(levels[first:], levels[first + 1 :], strict=False)
    )


def test_tables_name_their_headers(structure: Structure) -> None:
    headers = structure.all("/TH")
    assert headers
    assert all(str(one.attributes.A.Scope) in {"/Column", "/Row"} for one in headers)
    assert all(words_of(one) for one in headers)
    for table in structure.all("/Table"):
        rows = [one for one in table.walk() if one.role == "/TR"]
        assert len({len(row.children) for row in rows}) == 1


def test_what_moved_is_a_table_with_a_heading_of_its_own(structures: Structures) -> None:
    report, structure = report_on("entreprise", "en"), structures("entreprise", "en", False)
    since = report.since
    assert since is not None
    titles = [words_of(one) for one in structure.all("/H2")]
    place = titles.index(f"Since{since.date}".replace("\u00a0", ""))
    assert titles[place + 1] == "Yourprofile"
    table = structure.all("/Table")[1]
    rows = [one for one in table.walk() if one.role == "/TR"]
    assert [words_of(one) for one in rows[0].children] == ["Area", "Before", "Today", "Change"]
    assert len(rows) == len(since.moved) + 1
    assert all(one.children[0].role == "/TH" for one in rows)
    # The levels of a pathway that is not translated are French, and say so.
    told = [one for one in table.walk() if one.language == "fr"]
    assert len(told) == 3 * len(since.moved)


def test_figures_are_told_in_words(structure: Structure) -> None:
    figures = structure.all("/Figure")
    assert figures
    assert all(str(one.attributes.Alt).strip() for one in figures)


def test_links_say_where_they_lead(structure: Structure) -> None:
    links = structure.all("/Link")
    assert links
    for link in links:
        below = [one for element in link.walk() for one in element.links]
        assert below
        assert all(str(one.get("/Contents", "")).strip() for one in below)
        words = words_of(link)
        assert words
        assert words.lower() not in {re.sub(r"\s", "", one) for one in BARE}
        for one in below:
            if "/A" in one:
                # On paper an address is worth what can be read of it.
                printed = words.replace("\u200b", "")
                assert printed in str(one.A.URI) or str(one.A.URI) in printed


def test_running_heads_are_artefacts(structure: Structure) -> None:
    told = re.sub(r"\s", "", "".join(words for _, words in structure.pieces))
    for page in range(structure.pages):
        assert f"{META.reference}·{page + 1}/{structure.pages}" not in told
    heads = structure.pagination()
    assert heads.count(0) <= 1  # the cover has none
    assert len([one for one in heads if one]) >= structure.pages - 1


def test_only_a_language_sets_a_piece_of_text_apart(structure: Structure) -> None:
    for one in structure.root.walk():
        if one.role in {"/P", "/TD", "/TH", "/Link", "/LBody", "/H1", "/H2", "/H3"}:
            assert all(kid.language for kid in one.children if kid.role == "/Span")


def test_a_text_in_another_language_says_which(structures: Structures) -> None:
    report = report_on("entreprise", "en")
    structure = structures("entreprise", "en", False)
    french = "".join(words_of(one) for one in structure.root.walk() if one.language == "fr")
    assert structure.document_language == "en"
    for text in (report.title, report.first_actions[0].do, report.dimensions[0].title):
        assert getattr(text, "language", None) == "fr"
        assert re.sub(r"[\s\u200b]", "", text) in french.replace("\u200b", "")
    assert "Roadmap" not in french
    assert not any(one.language for one in structures("association", "fr", False).root.walk())
