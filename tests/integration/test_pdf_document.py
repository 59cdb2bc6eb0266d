"""The printed roadmap, read back: what it says, how it is built, what it may fetch."""

from __future__ import annotations

import html
import io
import json
import pickle
import re
import subprocess
import sys
import time
from dataclasses import replace
from random import Random
from statistics import median
from types import SimpleNamespace
from typing import Any

import page
import pikepdf
import pydyf
import pytest
from weasyprint.urls import FatalURLFetchingError

from app.domain.answers import parse_answers
from app.domain.diagnose import diagnose
from app.domain.errata import Errata, correct
from app.domain.sample import sample_answers
from app.domain.serialise import diagnosis_to_dict
from app.domain.translation import languages_of
from app.report import typesetting
from app.report.build import build_in, build_report
from app.report.conformance import finish, is_ambiguous
from app.report.contexts import AnswerSection, Report
from app.report.pdf_worker import TooLong
from app.report.telling import MOST_FIGURES
from app.report.templates import make_environment
from app.report.typesetting import ASSETS, AssetFetcher, Typesetter
from app.settings import ROOT
from app.web.routes.results import ResultPage
from tests.builders import answered, tiny_edition
from tests.integration.report_samples import (
    META,
    changed_edition,
    earlier_one,
    repeated_report,
    sample_report,
    sampled_answers,
    shipped_edition,
    shipped_editions,
)

A4_HEIGHT = 842
BUDGET = 2.0
"""Seconds of computing within which the worst texts must be typeset, or twice those of an ordinary
report: a machine that is busy elsewhere counts more of them."""


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter()


def seconds_of(typesetter: Typesetter, report: Report) -> tuple[float, bytes]:
    """Return the seconds of computing that a report takes, and its PDF."""
    start = time.process_time()
    data = typesetter.render(report)
    return time.process_time() - start, data


@pytest.fixture(scope="module")
def budget(typesetter: Typesetter) -> float:
    """The seconds of computing that a text may take."""
    typesetter.render(sample_report(1))
    return max(BUDGET, 2 * seconds_of(typesetter, sample_report(1))[0])


def read(data: bytes) -> str:
    """Return the text of a PDF, in reading order, without running heads nor white space."""
    inside = ["-x", "0", "-y", "50", "-W", "595", "-H", "748"]
    run = subprocess.run(
        ["pdftotext", "-raw", *inside, "-", "-"], input=data, capture_output=True, check=True
    )
    return squeeze(run.stdout.decode())


def squeeze(text: str) -> str:
    """Return the text without white space, breaks or hyphens: lines break where they may."""
    return re.sub(r"[\s\u00a0\u202f\u200b\u00ad-]+", "", text)


def page_of(report: Report) -> str:
    """Return the text of the result page, without the site around it."""
    environment = make_environment()
    source = environment.loader
    assert source is not None
    text = source.get_source(environment, "pages/result.html")[0]
    block = text.split("{% block page %}")[1].rsplit("{% endblock", 1)[0]
    context = ResultPage(id="x", report=report)
    # Where macros look too.
    environment.globals.update(asset=str, url=str)
    shown = environment.from_string(block).render(
        page=context, site=SimpleNamespace(reminds=False), nonce="n"
    )
    return squeeze(html.unescape(re.sub(r"<[^>]+>", " ", shown)))


def with_answer(report: Report, words: str) -> Report:
    """Return the report with the first answer replaced."""
    first, *rest = report.sections
    changed: AnswerSection = replace(
        first, answers=(replace(first.answers[0], answer=words), *first.answers[1:])
    )
    return replace(report, sections=(changed, *rest), organisation=words)


def test_a_bare_edition_with_few_answers_has_no_empty_words(typesetter: Typesetter) -> None:
    content = tiny_edition()
    for given in ({}, {"charter": "unsure", "partners": ["school"]}):
        report = build_report(content, answered(content, **given), META)
        assert report.radar is None
        for face in (read(typesetter.render(report)), page_of(report)):
            assert "None" not in face
            assert "Pasencoredeniveau" in face


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_page_and_pdf_say_the_same(typesetter: Typesetter, seed: int) -> None:
    report = sample_report(seed)
    faces = {"pdf": read(typesetter.render(report)), "page": page_of(report)}
    said = [report.overall.level, report.overall.interval, report.reference, report.edition]
    for one in report.dimensions:
        said += [one.title, one.level, one.score, one.portrait or ""]
        said += [answer.answer for answer in one.weighing]
        said += [change.after for change in (one.next_step.changes if one.next_step else ())]
    for horizon in report.horizons:
        said += [action.do for action in horizon.actions]
    for action in report.first_actions:
        said += [action.who, action.duration[1:], action.done_when, *action.reasons]
    for kind in report.kinds:
        for recommended in kind.recommendations:
            said += [recommended.resource.title, recommended.resource.not_covered[1:]]
            said += [recommended.resource.access[1:], recommended.resource.effort[1:]]
            said += recommended.reasons
            said += [recommended.resource.url or ""]
    said += [one.summary for action in report.first_actions for one in action.resources]
    figures = [figure.value + figure.statement for figure in report.figures]
    assert len(figures) > MOST_FIGURES
    said += figures[:MOST_FIGURES]
    said += [one.question for one in report.unknowns]
    said += [one.answer for part in report.sections for one in part.answers]
    for name, face in faces.items():
        missing = [words for words in said if squeeze(words) not in face]
        assert not missing, f"not on the {name}: {missing[:3]}"
    assert all(squeeze(words) in faces["page"] for words in figures)
    left = len(figures) - MOST_FIGURES
    assert squeeze(f"La page du résultat en donne {left} autres.") in faces["pdf"]


@pytest.mark.parametrize("is_same_edition", [True, False])
def test_page_and_pdf_say_the_same_of_what_moved(
    typesetter: Typesetter, is_same_edition: bool
) -> None:
    report = repeated_report(2, None if is_same_edition else changed_edition())
    since = report.since
    assert since is not None
    assert since.is_same_edition is is_same_edition
    assert since.moved
    data = typesetter.render(report)
    assert typesetter.render(report) == data
    faces = {"pdf": read(data), "page": page_of(report)}
    said = [f"Depuis le {since.date}", since.reference, since.summary[1:], " ".join(since.notes)]
    for row in since.moved:
        figures = [row.moved] if is_same_edition else [row.moved, row.answers, row.edition]
        stood = [
            f"{one.score} ({one.level[:1].lower()}{one.level[1:]})"
            for one in (row.before, row.after)
        ]
        said.append("".join([row.title, *stood, *figures]))
    for name, face in faces.items():
        missing = [words for words in said if squeeze(words) not in face]
        assert not missing, f"not on the {name}: {missing[:3]}"
    still = [one.title for one in since.rows[1:] if one not in since.moved]
    assert (squeeze(f"Sans changement : {', '.join(still)}.") in faces["pdf"]) is bool(still)
    # Said on one page, it takes a third of another at most: the profile begins there too.
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        _, moved, profile = outline.root[:3]
        assert str(moved.title) == f"Depuis le {since.date}"
        assert str(profile.title) == "Votre profil"
        places: list[Any] = [one.destination for one in (moved, profile)]
        assert places[0][0].objgen == places[1][0].objgen
        assert 0 < places[0][3] - places[1][3] < A4_HEIGHT / 3


def test_without_an_earlier_one_nothing_is_said_of_it(typesetter: Typesetter) -> None:
    report = sample_report(2)
    assert report.since is None
    face = read(typesetter.render(report))
    assert "Depuisle" not in face
    assert "Votrepointprécédent" not in face


def test_what_did_not_move_is_said_in_a_line(typesetter: Typesetter) -> None:
    answers = sampled_answers(2)
    report = build_report(shipped_edition(), answers, META, earlier=earlier_one(answers))
    since = report.since
    assert since is not None
    assert since.moved == ()
    face = read(typesetter.render(report))
    for words in (since.summary[1:], f"Sans changement : {', '.join(since.still)}."):
        assert squeeze(words) in face
    assert "AvantAujourd" not in face
    assert squeeze("au même score.") in face


def test_a_first_answer_is_told_from_no_level_to_one(typesetter: Typesetter) -> None:
    content = tiny_edition()
    now = answered(content, charter="signed", partners=["town"])
    report = build_report(content, now, META, earlier=earlier_one({}, content))
    assert report.since is not None
    assert report.since.moved
    for face in (read(typesetter.render(report)), page_of(report)):
        assert squeeze("il manque des réponses pour comparer.") in face
        assert "Pasencoredeniveau" in face
        assert "None" not in face
    assert broken_rules(typesetter.render(report)) == set()


def test_a_full_result_takes_from_eight_to_fourteen_pages(typesetter: Typesetter) -> None:
    counts = []
    for seed in range(1, 8):
        with pikepdf.open(io.BytesIO(typesetter.render(sample_report(seed)))) as pdf:
            counts.append(len(pdf.pages))
    # Random answers hold everything at once: more reasons than a person ever gives.
    assert 8 <= median(counts) <= 14
    assert max(counts) <= 16


def test_the_same_report_gives_the_same_bytes(typesetter: Typesetter) -> None:
    report = sample_report(5)
    first = typesetter.render(report)
    assert typesetter.render(report) == first
    assert Typesetter().render(report) == first


def test_no_page_is_empty_and_none_starts_with_a_lonely_heading(typesetter: Typesetter) -> None:
    data = typesetter.render(sample_report(1))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        count = len(pdf.pages)
    for number in range(1, count + 1):
        run = subprocess.run(
            ["pdftotext", "-f", str(number), "-l", str(number), "-", "-"],
            input=data,
            capture_output=True,
            check=True,
        )
        assert len(squeeze(run.stdout.decode())) > 200, f"page {number} is nearly empty"


def test_a_long_name_leaves_the_number_of_a_page_in_its_corner(typesetter: Typesetter) -> None:
    report = sample_report(1, **{"association-name": "Ensemble pour le réemploi du pays " * 5})
    corner = ["-x", "480", "-y", "795", "-W", "115", "-H", "47", "-f", "3", "-l", "3"]
    run = subprocess.run(
        ["pdftotext", *corner, "-", "-"],
        input=typesetter.render(report),
        capture_output=True,
        check=True,
    )
    assert re.fullmatch(r"3 / \d+\s*", run.stdout.decode())


def test_the_document_is_tagged_titled_and_in_french(typesetter: Typesetter) -> None:
    report = sample_report(1, **{"association-name": "Les Amis du Lac"})
    with pikepdf.open(io.BytesIO(typesetter.render(report))) as pdf:
        assert pdf.Root.Lang == "fr"
        assert str(pdf.docinfo["/Title"]).startswith("Feuille de route de Les Amis du Lac")
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "pdfuaid" in pdf.Root.Metadata.read_bytes().decode()
        elements = [
            one
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"
        ]
        kinds = [str(one.S) for one in elements]
        assert kinds.count("/H1") == 1
        assert kinds.count("/H2") >= 8
        headers = [one for one in elements if one.S == "/TH"]
        assert {str(one.A.Scope) for one in headers} == {"/Column", "/Row"}
        figures = [one for one in elements if one.S == "/Figure"]
        assert all(str(one.get("/Alt", "")) for one in figures)
        with pdf.open_outline() as outline:
            titles = [str(one.title) for one in outline.root]
        assert titles[:2] == ["L’essentiel", "Votre profil"]


def test_links_lead_inside_or_to_the_web(typesetter: Typesetter) -> None:
    report = sample_report(1)
    with pikepdf.open(io.BytesIO(typesetter.render(report))) as pdf:
        links = [note for page in pdf.pages for note in page.get("/Annots", [])]
        addresses = {str(one.A.URI) for one in links if "/A" in one and "/URI" in one.A}
        assert report.result_url in addresses
        assert all(one.startswith(("http://", "https://")) for one in addresses)
        assert not any("assets.invalid" in one for one in addresses)


def test_the_document_carries_its_own_data(typesetter: Typesetter) -> None:
    report = sample_report(4)
    with pikepdf.open(io.BytesIO(typesetter.render(report))) as pdf:
        assert list(pdf.attachments) == ["resultat.json"]
        attached = pdf.attachments["resultat.json"]
        assert attached.relationship == pikepdf.Name.Data
        record = json.loads(attached.get_file().read_bytes())
    edition = shipped_edition()
    assert record["edition"] == edition.hash
    answers = parse_answers(edition, record["answers"])
    assert answers == sampled_answers(4)
    again = diagnosis_to_dict(edition, diagnose(edition, answers))
    assert record["profile"] == again["profile"]
    assert not report.result_url or report.result_url not in json.dumps(record)


def test_each_action_has_a_box_to_tick(typesetter: Typesetter) -> None:
    report = sample_report(1)
    count = sum(len(horizon.actions) for horizon in report.horizons)
    with pikepdf.open(io.BytesIO(typesetter.render(report))) as pdf:
        fields = [one for one in pdf.Root.AcroForm.Fields if one.FT == "/Btn"]
        assert len(fields) == count
        assert {str(one.TU) for one in fields} == {f"Action {n + 1} faite" for n in range(count)}
        ticks = [str(state) for state in fields[0].AP.N.keys() if state != "/Off"]
        fields[0].V = fields[0].AS = pikepdf.Name(ticks[0])
        ticked = io.BytesIO()
        pdf.save(ticked)
    with pikepdf.open(ticked) as pdf:
        values = [str(one.V) for one in pdf.Root.AcroForm.Fields]
        assert values.count("/Off") == count - 1


def broken_rules(data: bytes) -> set[str]:
    """Return what an independent checker finds against PDF/UA-1 and PDF/A-3a."""
    reports = [
        page.validate_pdf_bytes(data, profile=profile)
        for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A)
    ]
    assert all(report.rules.passed + report.rules.failed > 100 for report in reports)
    return {f"{one.rule_id} {one.message}" for report in reports for one in report.failures}


@pytest.mark.parametrize("name", shipped_editions())
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_moved_conforms_on_every_pathway(
    typesetter: Typesetter, name: str, language: str
) -> None:
    edition = shipped_editions()[name]
    now, before = (sample_answers(edition, Random(n)) for n in (3, 4))  # noqa: S311 - examples
    report = build_in(language, edition, now, META, earlier=earlier_one(before, edition))
    assert report.since is not None
    assert broken_rules(typesetter.render(report)) == set()
    assert broken_rules(typesetter.render(replace(report, is_extract=True))) == set()


@pytest.mark.parametrize("name", shipped_editions())
def test_every_pathway_conforms_to_pdf_ua_and_pdf_a(typesetter: Typesetter, name: str) -> None:
    edition = shipped_editions()[name]
    complete = sample_answers(edition, Random(3))  # noqa: S311 - an example
    for answers in (complete, {}):
        assert broken_rules(typesetter.render(build_report(edition, answers, META))) == set()


IN_ENGLISH = [name for name, one in shipped_editions().items() if "en" in languages_of(one)]


@pytest.mark.parametrize("name", [*IN_ENGLISH, "entreprise"])
def test_pathways_conform_in_english_translated_or_not(typesetter: Typesetter, name: str) -> None:
    edition = shipped_editions()[name]
    complete = sample_answers(edition, Random(3))  # noqa: S311 - an example
    report = build_in("en", edition, complete, META)
    assert getattr(report.title, "language", "en") == ("en" if name in IN_ENGLISH else "fr")
    assert broken_rules(typesetter.render(report)) == set()


def test_a_document_written_again_still_conforms(
    typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = sample_report(2)
    first = typesetter.render(report)
    verdicts = iter([True, False])
    monkeypatch.setattr(typesetting, "is_ambiguous", lambda _: next(verdicts))
    again = typesetter.render(report)
    assert again != first
    assert read(again) == read(first)
    assert broken_rules(again) == set()


@pytest.mark.parametrize("byte", [b"\r", b"\n", b"x"])
def test_no_stream_ends_with_what_reads_as_the_end_of_a_line(byte: bytes) -> None:
    pdf = pydyf.PDF()
    for number in range(2000):
        pdf.add_object(pydyf.Stream([str(number), byte], compress=True))
    finish(None, pdf)
    written = io.BytesIO()
    pdf.write(written)
    assert not is_ambiguous(written.getvalue())
    with pikepdf.open(written) as read_back:
        packed = [one for one in read_back.objects if isinstance(one, pikepdf.Stream)]
        assert len(packed) == 2000
        assert packed[7].read_bytes().startswith(b"7\n" + byte)


def test_what_is_drawn_is_always_compressed() -> None:
    pdf = pydyf.PDF()
    for number in range(2000):
        pdf.add_object(pydyf.Stream([f"BT {number} Tj ET " * 40], compress=True))
    finish(None, pdf)
    written = io.BytesIO()
    pdf.write(written)
    with pikepdf.open(written) as read_back:
        streams = [one for one in read_back.objects if isinstance(one, pikepdf.Stream)]
        assert all("/Filter" in one for one in streams)
        assert streams[7].read_bytes().strip() == (b"BT 7 Tj ET " * 40).strip()


ODD_TEXTS = {
    "emoji": "🎉👩‍👩‍👧‍👦🇫🇷 " * 60,
    "chinese": "小さな協会と地域の連携" * 60,
    "arabic": "جمعية صغيرة \u202eتعمل مع الآخرين\u202c " * 50,
    "control": "".join(chr(code) for code in range(32)) + "\x7f\u0085\u2028\ufeff" * 50,
    "no space": "association" * 182,
    "soft hyphens": "\u00ad".join("coopération" * 180)[:2000],
    "no-break spaces": "a\u00a0" * 1000,
    "combining": "Z\u0351\u0352\u0353\u0354" * 400,
    "slashes": "/." * 1000,
    "lines": "a\n" * 1000,
    "markup": '<script>alert(1)</script><img src="file:///etc/passwd">&amp;' * 30,
}


@pytest.mark.parametrize("name", ODD_TEXTS)
def test_odd_texts_are_typeset_in_time(typesetter: Typesetter, budget: float, name: str) -> None:
    words = ODD_TEXTS[name][:2000]
    seconds, data = seconds_of(typesetter, with_answer(sample_report(1), words))
    assert seconds < budget
    if name == "markup":
        assert squeeze('<img src="file:///etc/passwd">') in read(data)
    assert "\ufffd" not in read(data)
    assert broken_rules(data) == set()


@pytest.mark.parametrize("name", ["words", "soft hyphens", "no space", "lines", "slashes"])
def test_every_answer_at_its_longest_is_bounded(
    typesetter: Typesetter, budget: float, name: str
) -> None:
    words = {**ODD_TEXTS, "words": "mot de trop " * 170}[name]
    report = sample_report(1)
    stuffed = tuple(
        replace(part, answers=tuple(replace(one, answer=words) for one in part.answers))
        for part in report.sections
    )
    seconds, data = seconds_of(typesetter, replace(report, sections=stuffed))
    assert seconds < budget
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) <= 30


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("fr", "celles qui finissent par « … » sont entières sur la page du résultat"),
        ("en", "those that end in “…” are complete on the result page"),
    ],
)
def test_answers_that_are_cut_say_so_once(typesetter: Typesetter, language: str, note: str) -> None:
    report = build_in(language, shipped_edition(), sampled_answers(1), META)
    cut = read(typesetter.render(with_answer(report, "mot de trop " * 170)))
    assert cut.count(squeeze(note)) == 1
    assert squeeze(note) not in read(typesetter.render(with_answer(report, "mot de moins …")))


def test_more_pages_than_are_printed_are_refused(
    typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = sample_report(1)
    with pikepdf.open(io.BytesIO(typesetter.render(report))) as pdf:
        pages = len(pdf.pages)
    monkeypatch.setattr(typesetting, "PAGES", pages - 1)
    with pytest.raises(TooLong) as refused:
        typesetter.render(report)
    assert refused.value.args == (pages,)
    monkeypatch.setattr(typesetting, "PAGES", pages)
    assert typesetter.render(report).startswith(b"%PDF")


def watched(*reports: Report, leak: bool = False) -> list[str]:
    """Return all that a second rendering opens, connects to, starts, loads or removes."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.integration.watched", *(["--open"] if leak else [])],
        input=pickle.dumps(reports),
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
    )
    return run.stdout.decode().split("\n")[:-1]


def test_rendering_opens_nothing_and_connects_to_nothing() -> None:
    hostile = with_answer(sample_report(2), ODD_TEXTS["markup"])
    seen = [one for one in watched(sample_report(1), hostile) if one]
    profile = [one for one in seen if "sRGB2014.icc" in one and one.startswith("open ")]
    assert [one for one in seen if one not in profile] == []
    # The trap works.
    assert any("/etc/hostname" in one for one in watched(sample_report(1), hostile, leak=True))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:1/",
        "https://exemple.org/x.css",
        "ftp://exemple.org/x",
        "data:text/css,*{}",
        ASSETS + "../settings.py",
        ASSETS + "css/../../settings.py",
        ASSETS + "css/app.css",
        ASSETS + "css/pdf.css?x",
        "//assets.invalid/css/pdf.css",
        "css/pdf.css",
        "",
    ],
)
def test_the_fetcher_refuses_all_that_is_not_ours(url: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        AssetFetcher().fetch(url)


def test_the_fetcher_gives_our_own_assets() -> None:
    assert AssetFetcher().fetch(ASSETS + "css/pdf.css").content_type == "text/css"


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd"/>',
        '<link rel="attachment" href="file:///etc/passwd"/>',
        '<link rel="stylesheet" href="http://127.0.0.1:1/x.css"/>',
        '<object data="../settings.py"></object>',
    ],
)
def test_a_document_that_asks_for_anything_else_is_not_made(
    typesetter: Typesetter, markup: str
) -> None:
    with pytest.raises(FatalURLFetchingError):
        typesetter.render_html(f'<html lang="fr"><title>x</title>{markup}</html>')


def test_page_and_pdf_say_which_texts_were_corrected(typesetter: Typesetter) -> None:
    content = tiny_edition()
    written = {
        "date": "2027-03-01",
        "question": "charter",
        "key": "text",
        "before": "Question charter ?",
        "after": "Avez-vous une charte ?",
        "note": "Une question mal tournée.",
    }
    errata = Errata.model_validate({"questionnaire": "test", "errata": [written]})
    given = answered(content, charter="no")
    for those in (None, errata):
        edition, applied = correct(content, those)
        report = build_report(edition, given, META, corrections=applied)
        for face in (read(typesetter.render(report)), page_of(report)):
            is_corrected = those is not None
            for words in (
                "Corrections de texte apportées depuis",
                "Une question mal tournée (1er mars 2027).",
                "Avez-vous une charte ?",
            ):
                assert (squeeze(words) in face) is is_corrected
            assert (squeeze("Question charter ?") in face) is not is_corrected
            assert content.hash[:12] in face
