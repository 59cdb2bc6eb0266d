"""The roadmap in a table, a workbook, JSON and a calendar: each says the same."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from icalendar import Calendar
from openpyxl import load_workbook

from app.domain.edition import Edition
from app.domain.follow_up import Details, FollowUp, Progress, Undertaking
from app.domain.rules import Horizon
from app.domain.translation import in_language
from app.locale.speech import speaking
from app.report.build import build_report
from app.report.formulas import begins_formula, neutralise
from app.report.roadmap_calendar import write_calendar
from app.report.roadmap_csv import write_csv
from app.report.roadmap_json import write_json
from app.report.roadmap_lines import Origin, list_lines
from app.report.roadmap_table import COLUMNS, Takeaway
from app.report.roadmap_workbook import write_workbook
from tests.builders import answered, edition, option, question, rule
from tests.follow_ups import follow_ups
from tests.integration.report_samples import META
from tests.translated import translated

ALWAYS = {"level": "overall", "one_of": ["not_engaged", "first_steps", "active", "pioneer"]}
NEVER = {"answer": "charter", "is": "yes"}
EDITION = edition(
    [question("charter", "links", options=[option("no", 0), option("yes", 3)])],
    rules=[
        rule("call", ALWAYS, horizon="political", effort=2),
        rule("write", ALWAYS),
        rule("meet", NEVER),
    ],
)
UPDATED = datetime(2026, 3, 14, 11, 30, tzinfo=UTC)
LINK = "https://balises.exemple.org/diagnostic/0123456789abcdef/suivi"
FOLLOWED = FollowUp(
    (
        Undertaking("a" * 32, None, Details(do="Voir l’école", horizon=Horizon.STRATEGIC)),
        Undertaking(
            "b" * 32,
            "write",
            Details(
                owner="Fatou",
                due=date(2026, 4, 30),
                progress=Progress.SATISFACTORY,
                done="Lettre écrite,\nenvoyée.",
                next_step="Relancer",
            ),
            4,
        ),
        Undertaking(
            "c" * 32, "meet", Details(due=date(2026, 5, 1), progress=Progress.ABANDONED), 2
        ),
    )
)


def takeaway(follow_up: FollowUp, content: Edition = EDITION, **more: Any) -> Takeaway:
    given_ = answered(content, charter="no")
    report = build_report(content, given_, META)
    lines = list_lines(content, report, follow_up)
    return Takeaway(content, report, lines, follow_up, META.updated_at, UPDATED, **more)


@contextmanager
def in_english() -> Iterator[Edition]:
    with speaking("en"):
        yield in_language(translated(EDITION), "en")


def table_of(data: bytes, separator: str = ";") -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


def events_of(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def test_what_is_taken_up_comes_first_in_the_persons_order_then_what_is_proposed() -> None:
    lines = takeaway(FOLLOWED).lines
    assert [(one.number, one.origin, one.rule, one.do) for one in lines] == [
        (1, Origin.ADDED, None, "Voir l’école"),
        (2, Origin.TAKEN_UP, "write", "Faire write"),
        (3, Origin.TAKEN_UP, "meet", "Faire meet"),
        (4, Origin.PROPOSED, "call", "Faire call"),
    ]
    added, written, met, proposed = lines
    assert (written.reasons, written.done_when) == (("Raison write.",), "C’est fait.")
    assert [one.title for one in written.resources] == ["Ressource about-write"]
    # The answers do not call for it: it is still told, with what helps, and without a reason.
    assert met.reasons == ()
    assert [one.title for one in met.resources] == ["Ressource about-meet"]
    assert (added.horizon, added.dimension, added.effort) == (Horizon.STRATEGIC, "", "")
    assert (proposed.progress, proposed.progress_words) == (None, "")


def test_an_action_whose_rule_is_gone_keeps_its_own_words() -> None:
    gone = FollowUp((Undertaking("a" * 32, "gone", Details(do="Ce qui était écrit")),))
    first = takeaway(gone).lines[0]
    assert (first.origin, first.rule, first.do) == (Origin.ADDED, None, "Ce qui était écrit")


def test_the_table_is_what_a_french_spreadsheet_opens() -> None:
    data = write_csv(takeaway(FOLLOWED))
    assert data.count(b"\r\n") == 5
    titles, added, written, past, _ = table_of(data)
    assert titles[:6] == [
        "N°",
        "Action",
        "Origine",
        "Avancement",
        "Échéance",
        "Qui s’en charge",
    ]
    assert titles[14] == "Temps"
    assert (added[14], written[14], past[14]) == ("", "Une heure", "Une heure")
    assert (written[9], past[9]) == ("Raison write.", "Ne ressort plus de vos réponses.")
    assert added[:6] == ["1", "Voir l’école", "Ajoutée", "À lancer", "", ""]
    assert written[:8] == [
        "2",
        "Faire write",
        "Suivie",
        "Satisfaisant",
        "30/04/2026",
        "Fatou",
        "Lettre écrite,\nenvoyée.",
        "Relancer",
    ]


def test_the_table_is_what_an_english_spreadsheet_opens() -> None:
    with in_english() as content:
        data = write_csv(takeaway(FOLLOWED, content))
    rows = table_of(data, ",")
    assert rows[0][:3] == ["No.", "Action", "Origin"]
    assert rows[2][1:6] == ["EN Faire write", "Followed", "Satisfactory", "2026-04-30", "Fatou"]


def test_the_workbook_says_the_same_with_real_numbers_and_dates() -> None:
    made = takeaway(FOLLOWED, roadmap_url=LINK)
    book = load_workbook(io.BytesIO(write_workbook(made)))
    sheet, source = book.worksheets
    assert (sheet.title, source.title) == ("Feuille de route", "Source")
    assert [cell.value for cell in sheet[3]][:6] == [
        2,
        "Faire write",
        "Suivie",
        "Satisfaisant",
        datetime(2026, 4, 30),
        "Fatou",
    ]
    assert sheet["E3"].number_format == "dd/mm/yyyy"
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:P5"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.print_title_rows == "$1:$1"
    assert book.properties.language == "fr"
    assert book.properties.title == f"Feuille de route {META.reference}"
    said = {row[0].value: row[1].value for row in source.iter_rows(min_row=2)}
    assert said["Référence"] == META.reference
    assert said["Édition du contenu"] == EDITION.hash[:12]
    assert said["Date"] == datetime(2026, 3, 14)
    assert said["Links"] == "Pas engagé (0 sur 100)"
    assert said["Suivi en ligne"] == LINK


def test_without_scores_the_levels_are_told_and_nothing_finer() -> None:
    made = takeaway(FOLLOWED, with_scores=False)
    source = load_workbook(io.BytesIO(write_workbook(made))).worksheets[1]
    said = {row[0].value: row[1].value for row in source.iter_rows(min_row=2)}
    assert said["Links"] == "Pas engagé"
    assert "Réponses" not in said
    whole, links = json.loads(write_json(made))["levels"]
    assert (whole["dimension"], whole["level"]) == ("overall", "Pas engagé")
    assert (links["level"], links["rank"], links["low"], links["high"]) == (
        "Pas engagé",
        0,
        None,
        None,
    )
    finer = takeaway(FOLLOWED)
    assert write_csv(made) == write_csv(finer)
    assert write_calendar(made) == write_calendar(finer)


def test_the_workbook_is_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    first = write_workbook(takeaway(FOLLOWED))
    monkeypatch.setattr("time.time", lambda: 1_999_999_999.0)
    assert write_workbook(takeaway(FOLLOWED)) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        # Created and saved then, whatever the clock says.
        assert archive.read("docProps/core.xml").count(b"2026-03-14T00:00:00Z") == 2


def test_json_has_the_codes_beside_the_words_and_what_people_said() -> None:
    said = json.loads(write_json(takeaway(FOLLOWED, roadmap_url=LINK)))
    assert said["format"] == "balises-roadmap/1"
    assert (said["reference"], said["updated"], said["url"]) == (META.reference, "2026-03-14", LINK)
    written = said["actions"][1]
    assert (written["origin"], written["rule"]) == ("taken_up", "write")
    assert (written["due"], written["progress"]) == ("2026-04-30", "satisfactory")
    assert written["progress_words"] == "Satisfaisant"
    assert written["resources"][0]["title"] == "Ressource about-write"
    assert [one["dimension"] for one in said["levels"]] == ["overall", "links"]
    assert said["follow_up"][1] == {
        "rule": "write",
        "do": "Faire write",
        "horizon": "operational",
        "owner": "Fatou",
        "due": "2026-04-30",
        "progress": "satisfactory",
        "done": "Lettre écrite,\nenvoyée.",
        "next_step": "Relancer",
    }


def test_the_calendar_has_a_day_for_each_action_that_has_a_date_and_is_not_abandoned() -> None:
    data = write_calendar(takeaway(FOLLOWED, roadmap_url=LINK))
    (event,) = events_of(data)
    assert str(event["uid"]) == f"{'b' * 32}@balises"
    assert event.decoded("dtstart") == date(2026, 4, 30)
    assert event.decoded("dtend") == date(2026, 5, 1)
    assert event.decoded("dtstamp") == UPDATED
    assert event["sequence"] == 4
    assert str(event["summary"]) == "Faire write"
    assert event["summary"].params["LANGUAGE"] == "fr"
    assert str(event["url"]) == LINK
    description = str(event["description"])
    assert "Qui s’en charge\u00a0: Fatou" in description
    assert "Prochaine étape\u00a0: Relancer" in description
    assert LINK in description
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == -timedelta(days=7)
    assert b"\r\nPRODID:-//Balises//FR\r\n" in data
    assert max(map(len, data.split(b"\r\n"))) <= 75


def test_without_an_address_of_the_service_the_calendar_has_none() -> None:
    (event,) = events_of(write_calendar(takeaway(FOLLOWED)))
    assert "url" not in event
    assert META.reference in str(event["description"])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(follow_ups(EDITION))
def test_no_text_becomes_a_formula_nor_is_lost(follow_up: FollowUp) -> None:
    made = takeaway(follow_up)
    rows = table_of(write_csv(made))
    sheet: Any = load_workbook(io.BytesIO(write_workbook(made))).worksheets[0]
    assert len(rows) == len(made.lines) + 1
    assert sheet.max_row == len(made.lines) + 1
    for number, line in enumerate(made.lines, 2):
        texts = (line.do, line.owner, line.done, line.next_step)
        written = [rows[number - 1][place] for place in (1, 5, 6, 7)]
        assert written == [neutralise(one) for one in texts]
        cells = [sheet.cell(number, place + 1) for place in (1, 5, 6, 7)]
        assert [unescaped(cell.value) for cell in cells] == list(texts)
        assert {cell.data_type for cell in cells if cell.value} == {"s"}
        assert [cell.quotePrefix for cell in cells] == [begins_formula(one) for one in texts]
        due = sheet.cell(number, 5).value
        assert (due.date() if due else None) == line.due
    for row in rows:
        assert len(row) == len(COLUMNS)
        assert not any(map(begins_formula, row))


def unescaped(value: str | None) -> str:
    """Return a text of a cell as Excel shows it."""
    return re.sub(r"_x005F_(?=x)", "_", value or "")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(follow_ups(EDITION))
def test_any_text_comes_back_from_the_calendar(follow_up: FollowUp) -> None:
    made = takeaway(follow_up, roadmap_url=LINK)
    data = write_calendar(made)
    events = events_of(data)
    told = [
        # The library takes a byte-order mark at the head of a text away; nobody sees it.
        (f"{one.id}@balises", one.details.due, line.do.removeprefix("\ufeff"))
        for one, line in zip(follow_up, made.lines, strict=False)
        if one.details.due and one.details.progress is not Progress.ABANDONED
    ]
    found = [(str(e["uid"]), e.decoded("dtstart"), str(e["summary"])) for e in events]
    assert found == told
    assert len(Calendar.from_ical(data).subcomponents) == len(told)
    assert b"\r" not in data.replace(b"\r\n", b"")
