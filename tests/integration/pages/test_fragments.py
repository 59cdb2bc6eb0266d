"""With htmx, the same pages: their block alone, the same words, the same status."""

from __future__ import annotations

import re

import pytest

from tests.integration.pages.browser import HTMX, Browser

# Nothing here depends on the database: one suffices.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_htmx_is_given_the_title_and_the_block_of_the_page(alice: Browser) -> None:
    whole = alice.get(alice.question("staff")).text
    block = alice.get(alice.question("staff"), **HTMX).text
    assert block.startswith("<title>Question staff ? – Balises</title>")
    assert "<html" not in block
    assert "<header" not in block
    assert "<form" in block
    inside = whole.split('hx-nonce="', 1)[1].split(">", 1)[1].split("</main>")[0]
    assert strip(block.split("</title>")[1]) == strip(inside)


def strip(html: str) -> str:
    """Return markup without nonces nor white space."""
    return re.sub(r'hx-nonce="[^"]+"|\s+', "", html)


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "true", "HX-Request-Type": "full", "HX-Target": "main#page"},
        {**HTMX, "HX-Target": "div#elsewhere"},
        {"HX-Request-Type": "full", "HX-History-Restore-Request": "true"},
    ],
)
def test_anything_else_is_given_the_whole_page(alice: Browser, headers: dict[str, str]) -> None:
    page = alice.get(alice.question("staff"), **headers).text
    assert "<html" in page
    # htmx would try to run them a second time, which the policy refuses.
    assert "<script" not in page


def test_every_htmx_element_is_signed(alice: Browser) -> None:
    for path in (
        alice.base,
        alice.question("name"),
        f"{alice.base}/verification",
        "/parcours/test",
    ):
        page = alice.get(path).text
        assert page.count("hx-boost=") > 0
        assert page.count("hx-boost=") == page.count('hx-sync="this:drop"')
        # One more than the boosted elements: main itself, kept for the history.
        assert page.count('hx-nonce="') == page.count("hx-boost=") + 1


def test_refused_answers_leave_the_address_alone(alice: Browser) -> None:
    address = alice.question("staff")
    refused = alice.client.post(address, data={"version": "0"}, headers=HTMX)
    assert (refused.status_code, refused.headers["HX-Push-Url"]) == (422, "false")
    assert refused.text.startswith("<title>Erreur\u00a0: ")
    alice.answer("staff", reponse="some")
    fields = {"version": "0", "reponse": "volunteers"}
    conflict = alice.client.post(address, data=fields, headers=HTMX)
    assert (conflict.status_code, conflict.headers["HX-Push-Url"]) == (409, "false")
    assert "<html" not in conflict.text


def test_errors_are_blocks_too(alice: Browser) -> None:
    missing = alice.get("/diagnostic/none", **HTMX)
    assert missing.status_code == 404
    assert missing.text.startswith("<title>Page introuvable – Balises</title>")
    assert "<html" not in missing.text


def test_answers_vary_with_what_htmx_asks_for(alice: Browser) -> None:
    vary = alice.get("/").headers["Vary"]
    assert "HX-Request-Type" in vary
    assert "HX-Target" in vary


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("go", ["suite", "retour", "garder", ""])
def test_an_answer_is_followed_by_the_very_page_that_it_leads_to(
    alice: Browser, prefix: str, go: str
) -> None:
    address = prefix + alice.question("department")
    fields = {"version": "0", "reponse": "2A", "aller": go}
    reached = alice.client.post(address, data=fields, headers=HTMX)
    there = reached.headers["HX-Push-Url"]
    other = "staff" if go == "retour" else "members"
    assert (reached.status_code, there) == (200, prefix + alice.question(other))
    shown = alice.get(there, **HTMX)
    assert strip(reached.text) == strip(shown.text)
    for name in ("Cache-Control", "Content-Type", "Vary"):
        assert reached.headers[name] == shown.headers[name]
    nonce = re.search(r"'nonce-([^']+)'", reached.headers["Content-Security-Policy"])
    assert nonce is not None
    assert f'hx-nonce="{nonce[1]}"' in reached.text
    # It was saved, whatever the button, but for the one that keeps what is there.
    saved = alice.get(alice.question("department")).text
    assert ('value="2A" selected' in saved) is (go != "garder")


def test_without_htmx_the_answer_is_a_redirection(alice: Browser) -> None:
    fields = {"version": "0", "reponse": "2A"}
    for headers in ({}, {"HX-Request": "true"}, {**HTMX, "HX-Target": "div#elsewhere"}):
        reached = alice.client.post(alice.question("department"), data=fields, headers=headers)
        assert reached.status_code == 303
        assert reached.headers["Location"] == alice.question("members")
        assert "HX-Push-Url" not in reached.headers


@pytest.mark.parametrize(
    ("question", "fields", "location"),
    [
        ("department", {"reponse": "2A", "aller": "sections"}, ""),
        ("department", {"reponse": "2A", "retour": "verification"}, "/verification"),
        ("department", {"aller": "retour", "retour": "verification"}, "/verification"),
        ("training", {"reponse": "yes"}, "/verification"),
        ("staff", {"aller": "retour"}, ""),
    ],
)
def test_what_leads_elsewhere_than_to_a_question_is_a_redirection(
    alice: Browser, question: str, fields: dict[str, str], location: str
) -> None:
    alice.answer("staff", reponse="some")
    alice.answer("training", reponse="yes")
    version = "1" if question != "department" else "0"
    sent = {"version": version, **fields}
    reached = alice.client.post(alice.question(question), data=sent, headers=HTMX)
    assert reached.status_code == 303
    assert reached.headers["Location"] == alice.base + location


def test_coming_from_the_check_a_follow_up_is_asked_before_going_back(alice: Browser) -> None:
    fields = {"version": "0", "reponse": "no", "retour": "verification"}
    reached = alice.client.post(alice.question("charter"), data=fields, headers=HTMX)
    there = f"{alice.question('obstacle')}?retour=verification"
    assert (reached.status_code, reached.headers["HX-Push-Url"]) == (200, there)
    assert strip(reached.text) == strip(alice.get(there, **HTMX).text)
    assert 'name="retour" value="verification"' in reached.text
