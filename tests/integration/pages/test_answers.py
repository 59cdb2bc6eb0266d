"""What happens to one answer: kept when refused, never overwritten silently, never run."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.domain.edition import Edition
from app.services.errors import StoreUnavailable
from app.services.services import Services
from tests.builders import Raw, option, question, rule, tiny_edition
from tests.integration.pages.browser import HTMX, Browser, checked, hidden, text, title

# Nothing here depends on the database: one suffices.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

STAFF = question("staff", options=[option("some"), option("volunteers")])


def with_context(*questions: Raw) -> Edition:
    """Return the tiny edition with other context questions, and no rule about them."""
    rules = [rule("no-charter", {"answer": "charter", "is": "no"})]
    return tiny_edition(context=list(questions), rules=rules)


def saved(services: Services, browser: Browser) -> dict[str, object]:
    """Return what is stored."""
    return dict(services.assessments.load(browser.id).answers)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("staff", "Choisissez une réponse."),
        ("rhythm", "Choisissez une réponse."),
        ("partners", "Cochez au moins une réponse."),
        ("members", "Écrivez un nombre en chiffres."),
        ("department", "Choisissez un département dans la liste."),
    ],
)
def test_empty_answer_is_refused_with_how_to_mend_it(
    alice: Browser, asked: str, message: str
) -> None:
    refused = alice.answer(asked)
    assert refused.status_code == 422
    assert title(refused).startswith("Erreur\u00a0: ")
    assert text(refused).count(message) == 2
    assert 'role="alert"' in refused.text
    assert '<a href="#reponse-1">' in refused.text
    assert 'id="reponse-1"' in refused.text


@pytest.mark.parametrize(
    ("asked", "given", "kept"),
    [
        ("members", "douze", 'value="douze"'),
        ("members", "-3", 'value="-3"'),
        ("members", "1,5", 'value="1,5"'),
        ("name", "x" * 41, "x" * 41),
    ],
)
def test_invalid_answer_is_kept_on_the_page(
    alice: Browser, services: Services, asked: str, given: str, kept: str
) -> None:
    refused = alice.answer(asked, reponse=given)
    assert refused.status_code == 422
    assert kept in refused.text
    assert 'aria-invalid="true"' in refused.text
    assert 'aria-describedby="error' in refused.text
    assert saved(services, alice) == {}


@pytest.mark.parametrize("asked", ["staff", "partners", "rhythm", "department"])
def test_option_that_does_not_exist_is_refused(
    alice: Browser, services: Services, asked: str
) -> None:
    refused = alice.answer(asked, reponse="<script>alert(1)</script>")
    assert refused.status_code == 422
    assert "<script>alert" not in refused.text
    assert saved(services, alice) == {}


def test_exclusive_option_beside_another_is_refused(alice: Browser, services: Services) -> None:
    refused = alice.answer("partners", reponse=["town", "none"])
    assert refused.status_code == 422
    assert checked(refused) == ["town", "none"]
    assert saved(services, alice) == {}


def test_exclusive_options_are_marked_for_the_script(alice: Browser) -> None:
    page = alice.get(alice.question("partners")).text
    assert page.count("data-exclusive") == 2


def test_two_single_answers_are_refused(alice: Browser) -> None:
    assert alice.answer("staff", reponse=["some", "volunteers"]).status_code == 422


def test_number_and_unknown_together_are_refused(alice: Browser) -> None:
    both = {"reponse": "4", "sans-reponse": "unsure"}
    refused = alice.answer("hours", **both)
    assert refused.status_code == 422
    assert "gardez l’une ou l’autre" in text(refused)
    assert 'value="4"' in refused.text
    assert checked(refused) == ["unsure"]


def test_unknown_beside_a_number_and_a_department(alice: Browser, services: Services) -> None:
    assert alice.answer("hours", **{"sans-reponse": "unsure"}).status_code == 303
    assert alice.answer("department", **{"sans-reponse": "abroad"}).status_code == 303
    assert saved(services, alice) == {"department": "abroad", "hours": "unsure"}
    assert checked(alice.get(alice.question("hours"))) == ["unsure"]


def test_optional_question_can_be_passed_and_its_answer_withdrawn(
    alice: Browser, services: Services
) -> None:
    passed = alice.answer("name")
    assert passed.headers["Location"] == alice.question("partners")
    alice.answer("name", reponse="Nous")
    assert saved(services, alice) == {"name": "Nous"}
    alice.answer("name", reponse="Nous", aller="vider")
    assert saved(services, alice) == {}


def test_required_answer_cannot_be_withdrawn(alice: Browser, services: Services) -> None:
    alice.answer("staff", reponse="some")
    alice.answer("staff", aller="vider")
    assert saved(services, alice) == {"staff": "some"}


def test_saved_answer_is_shown_again(alice: Browser) -> None:
    alice.answer("hours", reponse="2,5")
    alice.answer("department", reponse="2A")
    assert 'value="2,5"' in alice.get(alice.question("hours")).text
    assert '<option value="2A" selected>' in alice.get(alice.question("department")).text


def test_departments_are_grouped_by_region(alice: Browser) -> None:
    page = alice.get(alice.question("department")).text
    assert '<optgroup label="Corse">' in page
    assert "Corse-du-Sud (2A)" in page


# -------------------------------------------------------------- Database gone


def gone() -> None:
    """Stand for a database that does not answer."""
    raise StoreUnavailable


@pytest.fixture
def break_database(services: Services, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Make the database unreachable from now on."""

    def do() -> None:
        monkeypatch.setattr(services.database, "read", gone)
        monkeypatch.setattr(services.database, "write", gone)

    return do


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_what_was_typed_survives_a_database_that_is_gone(
    alice: Browser, break_database: Callable[[], None], headers: dict[str, str]
) -> None:
    page = alice.get(alice.question("name")).text
    fields = {"edition": hidden(page, "edition"), "version": "0", "reponse": "Les amis"}
    break_database()
    trouble = alice.client.post(alice.question("name"), data=fields, headers=headers)
    assert trouble.status_code == 503
    assert trouble.headers["Retry-After"].isdigit()
    assert 'value="Les amis"' in trouble.text
    assert f'action="{alice.question("name")}"' in trouble.text
    assert title(trouble).startswith("Erreur")


def test_choices_survive_a_database_that_is_gone(
    alice: Browser, break_database: Callable[[], None]
) -> None:
    edition = hidden(alice.get(alice.question("partners")).text, "edition")
    break_database()
    fields = {"edition": edition, "version": "0", "reponse": ["school", "firm"]}
    trouble = alice.client.post(alice.question("partners"), data=fields)
    assert checked(trouble) == ["school", "firm"]


def test_fields_survive_even_when_the_question_is_not_known(
    alice: Browser, break_database: Callable[[], None]
) -> None:
    break_database()
    fields = {"edition": "an older one", "version": "7", "reponse": "« Nous »"}
    trouble = alice.client.post(alice.question("name"), data=fields)
    assert trouble.status_code == 503
    assert '<input type="hidden" name="reponse" value="« Nous »">' in trouble.text
    assert hidden(trouble.text, "version") == "7"


def test_other_pages_say_to_try_again(alice: Browser, break_database: Callable[[], None]) -> None:
    break_database()
    for path in (alice.base, f"{alice.base}/verification", "/mes-diagnostics", "/healthz"):
        trouble = alice.get(path)
        assert trouble.status_code == 503
        assert trouble.headers["Retry-After"].isdigit()
        assert "Rien n’est perdu" in text(trouble)


# ------------------------------------------------------------------- Hostile

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "{{ 7*7 }}{% raise %}",
    '" hx-get="/mes-diagnostics" hx-trigger="load',
    "</title></textarea><a hx-boost=true>",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("multiline", [False, True])
def test_text_is_shown_and_never_run(
    make_services: Callable[..., Services],
    new_browser_on: Callable[[Services], Browser],
    payload: str,
    multiline: bool,
) -> None:
    free = question("name", kind="text", optional=True, max_length=200, multiline=multiline)
    alice = new_browser_on(make_services(with_context(STAFF, free)))
    alice.start()
    assert alice.answer("name", reponse=payload).status_code == 303
    for path in (alice.question("name"), f"{alice.base}/verification"):
        page = alice.get(path)
        assert payload.strip() in text(page).replace("\u00a0", " ") or "value=" in page.text
        for live in ("<script>alert", "<img src=x", "<svg/onload", '" hx-get="/mes', "</title></t"):
            assert live not in page.text
        assert "49" not in text(page)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_addresses_are_never_echoed_as_markup(alice: Browser, payload: str) -> None:
    missing = alice.client.get(alice.question(payload.replace("/", "")))
    assert missing.status_code == 404
    assert "alert(1)" not in missing.text
    shown = alice.client.get(alice.question("staff"), params={"retour": payload})
    assert f'value="{payload}"' not in shown.text or "<" not in payload


def test_labels_of_content_are_escaped(
    make_services: Callable[..., Services], new_browser_on: Callable[[Services], Browser]
) -> None:
    hostile = question("staff", options=[option("some", label="<b>A</b>"), option("b", hint="<i>")])
    alice = new_browser_on(make_services(with_context(hostile)))
    alice.start()
    page = alice.get(alice.question("staff")).text
    assert "<b>A" not in page
    assert "&lt;b&gt;A" in page


def test_unknown_question_is_not_found(alice: Browser) -> None:
    assert alice.get(alice.question("nothing")).status_code == 404
    assert alice.client.post(alice.question("nothing"), data={"reponse": "x"}).status_code == 404


def test_files_are_refused(alice: Browser) -> None:
    refused = alice.client.post(alice.question("name"), files={"reponse": ("a.txt", b"hello")})
    assert refused.status_code in {400, 413, 422}


def test_a_body_that_is_too_large_is_refused(alice: Browser, services: Services) -> None:
    huge = "x" * (services.settings.max_body_bytes + 1)
    refused = alice.client.post(alice.question("name"), data={"reponse": huge})
    assert refused.status_code == 413
    assert title(refused).startswith("C’est trop long")
