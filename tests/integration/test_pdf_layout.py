"""Pages as they were laid out and written: where they break, what they number, what they name."""

from __future__ import annotations

import io
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
import pytest
from weasyprint.document import Document

from app.domain.answers import parse_answers
from app.report.build import build_in
from app.report.contexts import Report
from app.report.typesetting import FIRST_PAGE, Typesetter
from tests.integration.report_samples import META, shipped_editions
from tests.personas import persona

PRINTED = [
    ("association/accueil-paysan-sarthe", "fr"),
    ("association/radio-corse-prudente", "en"),
    ("association/reseau-insertion-pionnier", "fr"),
    ("collectivite/village-sans-agent", "fr"),
    ("collectivite/metropole-la-plus-avancee", "en"),
    ("collectivite/bourg-prudent-jeunesse", "en"),
    ("entreprise/boulangerie-lozere", "fr"),
    ("entreprise/banque-nationale-pionniere", "en"),
    ("fondation-investisseur/fonds-familial-discret", "fr"),
    ("modele-socio-economique/theatre-tresoriere-absente", "en"),
    ("partenariat/hopital-association-en-froid", "en"),
    ("forces-du-changement/quartier-premier-atelier", "fr"),
]
HEADINGS = ("h2", "h3")
BLOCKS = (*HEADINGS, "p", "tr", "li")
WHOLE = ("dimension", "action")
"""Classes of what must not be split over two pages; rows of tables must not either."""
POINTS_A4 = (595, 842)
HEAD = (0, 50)
FOOT = (798, 44)
"""Where the running heads and the page numbers are: from which point down, and how high."""


@dataclass(frozen=True)
class Block:
    """What is in one place of a page; ``element`` is the same for all parts of what is split."""

    page: int
    tag: str
    classes: tuple[str, ...]
    words: str
    element: int


@dataclass(frozen=True)
class Printed:
    """A document, as laid out and as written; pages are numbered from 1."""

    report: Report
    data: bytes
    pages: int
    blocks: tuple[Block, ...]
    """Headings, paragraphs, rows and items, in the order of the pages, those of the cover too."""
    wholes: tuple[Block, ...]
    """What must stay on one page."""

    def body(self) -> tuple[Block, ...]:
        """Return the blocks after the cover."""
        return tuple(one for one in self.blocks if one.page >= FIRST_PAGE)

    def parts(self) -> list[Block]:
        """Return the headings of the parts."""
        return [one for one in self.body() if one.tag == "h2"]

    def strip(self, top: int, height: int) -> list[str]:
        """Return the words in a strip of each page, without white space."""
        area = ["-x", "0", "-y", str(top), "-W", str(POINTS_A4[0]), "-H", str(height)]
        run = subprocess.run(
            ["pdftotext", "-raw", *area, "-", "-"], input=self.data, capture_output=True, check=True
        )
        return [squeeze(one) for one in run.stdout.decode().split("\f")][: self.pages]


class Watched(Typesetter):
    """Keeps the document that it has laid out last."""

    document: Document

    def _finish(self, document: Document, *given: Any) -> bytes:
        self.document = document
        return super()._finish(document, *given)


def squeeze(text: str) -> str:
    """Return the text without white space nor places to break."""
    return re.sub(r"[\s\u00a0\u202f\u200b]+", "", text)


def words_of(box: Any) -> str:
    """Return the words in a box."""
    if hasattr(box, "text"):
        return str(box.text)
    return "".join(words_of(one) for one in getattr(box, "children", ()))


def told(box: Any, tags: tuple[str, ...], classes: tuple[str, ...], page: int) -> Iterator[Block]:
    """Yield the boxes of some elements, not what is in them."""
    own = () if box.element is None else tuple(box.element.get("class", "").split())
    if box.element_tag in tags or set(classes).intersection(own):
        yield Block(page, box.element_tag, own, squeeze(words_of(box)), id(box.element))
        return
    for child in getattr(box, "children", ()):
        # What is repeated at the top of each page of a table is no row that is split.
        if child.element_tag != "thead":
            yield from told(child, tags, classes, page)


def report_on(name: str, language: str) -> Report:
    """Return the report on a persona, in a language."""
    one = persona(name)
    edition = shipped_editions()[one.questionnaire]
    return build_in(language, edition, parse_answers(edition, one.answers), META)


def print_report(typesetter: Watched, report: Report) -> Printed:
    """Lay a report out and write it."""
    data = typesetter.render(report)
    pages = list(enumerate((page._page_box for page in typesetter.document.pages), start=1))
    return Printed(
        report,
        data,
        len(pages),
        tuple(one for number, box in pages for one in told(box, BLOCKS, (), number)),
        tuple(one for number, box in pages for one in told(box, ("tr",), WHOLE, number)),
    )


@pytest.fixture(scope="module")
def documents() -> dict[tuple[str, str], Printed]:
    """The documents of all who are tried, laid out once."""
    typesetter = Watched()
    return {one: print_report(typesetter, report_on(*one)) for one in PRINTED}


@pytest.fixture(params=PRINTED, ids="-".join)
def printed(request: pytest.FixtureRequest, documents: dict[tuple[str, str], Printed]) -> Printed:
    return documents[request.param]


def ends_of_pages(printed: Printed) -> Iterator[tuple[Block, Block, Block]]:
    """Yield the last two blocks of each page but the last, and the first of the next."""
    body = printed.body()
    for before, last, after in zip(body, body[1:], body[2:], strict=False):
        if last.page < after.page:
            yield before, last, after


def test_no_page_ends_with_a_heading(printed: Printed) -> None:
    ends = list(ends_of_pages(printed))
    assert len(ends) == printed.pages - FIRST_PAGE
    assert [last.words for _, last, _ in ends if last.tag in HEADINGS] == []


def test_no_page_ends_with_a_heading_and_no_more_than_its_lead(printed: Printed) -> None:
    alone = [
        heading.words
        for heading, lead, after in ends_of_pages(printed)
        if heading.tag in HEADINGS
        and heading.page == lead.page
        and lead.tag == "p"
        # A text that goes on overleaf has begun, and one that is all there is stands alone.
        and after.element != lead.element
        and not (after.tag in HEADINGS and after.tag <= heading.tag)
    ]
    assert alone == []


def split_in(printed: Printed) -> list[str]:
    """Return the first words of what is on more than one page and should not."""
    pages = defaultdict(set)
    for one in printed.wholes:
        pages[one.element].add(one.page)
    return [one.words[:60] for one in printed.wholes if len(pages[one.element]) > 1]


def test_no_card_and_no_row_is_split(printed: Printed) -> None:
    kinds = {kind for one in printed.wholes for kind in (one.tag, *one.classes)}
    assert kinds.issuperset({"tr", "dimension"})
    assert ("action" in kinds) is bool(printed.report.first_actions)
    assert split_in(printed) == []


def test_cards_of_a_third_of_a_page_are_not_split_either() -> None:
    report = report_on("association/radio-corse-prudente", "fr")
    long = tuple(replace(one, done_when=one.done_when * 50) for one in report.first_actions)
    assert len(long) > 3
    printed = print_report(Watched(), replace(report, first_actions=long))
    assert split_in(printed) == []


def named_pages(pdf: pikepdf.Pdf) -> Callable[[Any], int]:
    """Return what tells the number of the page that a destination leads to."""
    numbers = {one.obj.objgen: number for number, one in enumerate(pdf.pages, start=1)}
    root: Any = pdf.Root
    names = {} if "/Names" not in root else dict(pikepdf.NameTree(root.Names.Dests).items())

    def page_of(destination: Any) -> int:
        if isinstance(destination, pikepdf.String):
            destination = names[str(destination)]
        if isinstance(destination, pikepdf.Dictionary):
            destination = destination.D
        return numbers[destination[0].objgen]

    return page_of


def test_the_contents_number_the_pages_that_their_links_lead_to(printed: Printed) -> None:
    run = subprocess.run(
        ["pdftotext", "-l", "1", "-raw", "-", "-"],
        input=printed.data,
        capture_output=True,
        check=True,
    )
    lines = [one for one in run.stdout.decode().split("\n") if META.reference not in one]
    numbers = [int(one[:2]) for one in lines if re.match(r"\d\d \D", one)]
    with pikepdf.open(io.BytesIO(printed.data)) as pdf:
        page_of = named_pages(pdf)
        links: Any = pdf.pages[0].Annots
        # Each piece of a link is one of its own.
        places = dict.fromkeys(str(one.Dest) for one in links)
        assert numbers == [page_of(pikepdf.String(one)) for one in places]
    assert numbers == [one.page for one in printed.parts()]


def test_each_part_has_a_bookmark_that_leads_to_its_page(printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(printed.data)) as pdf, pdf.open_outline() as outline:
        page_of = named_pages(pdf)
        marks = [(squeeze(str(one.title)), page_of(one.destination)) for one in outline.root]
    assert marks == [(one.words, one.page) for one in printed.parts()]


def assert_numbered(printed: Printed, first: int) -> None:
    cover = [""] * (first - 1)
    numbers = [f"{one}/{printed.pages}" for one in range(first, printed.pages + 1)]
    feet = printed.strip(*FOOT)
    assert feet[: first - 1] == cover
    assert [one.rpartition(META.reference)[2] for one in feet[first - 1 :]] == numbers
    assert all(META.reference in one for one in feet[first - 1 :])


def test_each_page_prints_its_number_and_how_many_there_are(printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(printed.data)) as pdf:
        assert len(pdf.pages) == printed.pages
    assert_numbered(printed, FIRST_PAGE)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_two_pages_are_numbered_too(language: str) -> None:
    report = report_on("association/radio-corse-prudente", language)
    assert_numbered(print_report(Watched(), replace(report, is_extract=True)), 1)


def test_each_page_is_headed_by_the_part_in_which_it_begins(printed: Printed) -> None:
    begun, expected = "", []
    for number in range(FIRST_PAGE, printed.pages + 1):
        parts = [one for one in printed.body() if one.page == number]
        at_top = parts[0].words if parts[0].tag == "h2" else begun
        expected.append(at_top)
        begun = next((one.words for one in reversed(parts) if one.tag == "h2"), begun)
    heads = printed.strip(*HEAD)
    assert heads[0] == ""
    assert heads[1:] == expected
    assert len(set(expected)) > 3
