"""Text corrections reach results already given: the page, the PDF and JSON say so, levels stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from starlette.testclient import TestClient

from app.domain.errata import Errata
from app.domain.serialise import canonical_json, diagnosis_to_dict
from app.main import create_app
from app.services.services import Services
from tests.integration.api.parties import API
from tests.integration.conftest import Library
from tests.integration.editions import NEWER, association_edition, newer_edition

Make = Callable[..., Services]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ERRATA = Errata.model_validate(
    {
        "questionnaire": "association",
        "errata": [
            {
                "date": "2027-03-01",
                "rule": "ecrire",
                "key": "because",
                "before": "Vous écrivez {accord-ecrit} vos accords.",
                "after": "Vous mettez {accord-ecrit} vos accords par écrit.",
                "note": "Une tournure était maladroite.",
            },
            {
                "date": "2027-03-02",
                "question": "accord-ecrit",
                "key": "text",
                "before": "Vos accords sont-ils écrits ?",
                "after": "Vos accords sont-ils mis par écrit ?",
            },
        ],
    }
)
OLD, NEW = "Vous écrivez Parfois vos accords.", "Vous mettez Parfois vos accords par écrit."


@pytest.fixture
def finished(services: Services) -> str:
    """A result on an edition that is not offered any more."""
    id_ = services.assessments.start("association").assessment.id
    services.answering.save_answers(id_, {"accord-ecrit": "parfois", "benevoles": 3})
    services.assessments.complete(id_)
    cast("Library", services.library).editions["association"] = newer_edition()
    return id_


def test_a_result_shows_the_corrected_text_and_its_levels_stay(
    services: Services, finished: str
) -> None:
    library = cast("Library", services.library)
    view, before = services.reporting.diagnosis_of(finished)
    told = canonical_json(diagnosis_to_dict(view.edition, before))
    assert OLD.encode() in told
    library.errata["association"] = ERRATA
    view, after = services.reporting.diagnosis_of(finished)
    corrected = canonical_json(diagnosis_to_dict(view.edition, after))
    assert corrected == told.replace(OLD.encode(), NEW.encode())
    assert after.edition == association_edition().hash == view.edition.hash
    assert view.pinned == association_edition()
    library.errata.clear()
    view, back = services.reporting.diagnosis_of(finished)
    assert canonical_json(diagnosis_to_dict(view.edition, back)) == told


def test_the_report_says_what_was_corrected_and_keeps_its_edition(
    services: Services, finished: str
) -> None:
    plain = services.reporting.report_of(finished)
    assert plain.corrections == ()
    cast("Library", services.library).errata["association"] = ERRATA
    report = services.reporting.report_of(finished)
    assert report.edition == association_edition().hash[:12]
    first, second = (one.replace("\u00a0", " ") for one in report.corrections)
    assert first == "Une tournure était maladroite (1er mars 2027)."
    assert second == (
        "« Vos accords sont-ils écrits ? » devient « Vos accords sont-ils mis par écrit ? » "
        "(2 mars 2027)."
    )
    assert report.overall == plain.overall
    assert report.first_actions[0].reasons == (NEW,)
    assert plain.first_actions[0].reasons == (OLD,)


def test_json_lists_the_corrections_and_only_where_there_are_any(services: Services) -> None:
    client = TestClient(create_app(services.settings, services))
    started = client.post(f"{API}/assessments", json={"questionnaire": "association"}).json()
    headers = {"Authorization": f"Bearer {started['token']}"}
    path = started["links"]["diagnosis"]["href"]
    assert "corrections" not in client.get(path, headers=headers).json()
    cast("Library", services.library).errata["association"] = ERRATA
    told = client.get(path, headers=headers).json()
    assert told["edition"] == association_edition().hash
    first, second = told["corrections"]
    assert (first["rule"], first["key"], first["date"]) == ("ecrire", "because", "2027-03-01")
    assert (second["question"], second["note"]) == ("accord-ecrit", None)


def test_a_corrected_text_does_not_hide_what_was_said_from_a_step(services: Services) -> None:
    """Steps tell editions apart by their words as stored."""
    library = cast("Library", services.library)
    id_ = services.assessments.start("association").assessment.id
    services.answering.save_answers(id_, {"partenaires": ["communes"]})
    library.editions["association"] = newer_edition()
    library.migrations["association"] = NEWER
    library.errata["association"] = Errata.model_validate(
        {
            "questionnaire": "association",
            "errata": [
                {
                    "date": "2027-03-02",
                    "question": "partenaires",
                    "key": "text",
                    "before": "Avec qui ?",
                    "after": "Avec qui, cette année ?",
                }
            ],
        }
    )
    view = services.assessments.load(id_)
    passage = services.carrying.passage_of(view)
    assert passage is not None
    (fate,) = passage.fates
    assert fate.before.text == "Avec qui, cette année ?"
    assert fate.now == ()
