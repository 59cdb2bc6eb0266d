"""The environment escapes, refuses undefined names, and writes French."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from jinja2 import Environment, UndefinedError

from app.report import french
from app.report.templates import make_environment


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    (tmp_path / "page.html").write_text("<p>{{ words }}</p>", encoding="utf-8")
    (tmp_path / "mail.txt").write_text("{{ words }}", encoding="utf-8")
    return make_environment(tmp_path)


def test_pages_are_escaped_and_plain_text_is_not(environment: Environment) -> None:
    words = "<b>l'eau & le feu</b>"
    page = environment.get_template("page.html").render(words=words)
    assert page == "<p>&lt;b&gt;l&#39;eau &amp; le feu&lt;/b&gt;</p>"
    assert environment.get_template("mail.txt").render(words=words) == words


def test_an_undefined_name_is_an_error(environment: Environment) -> None:
    with pytest.raises(UndefinedError):
        environment.get_template("page.html").render()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (date(2026, 3, 1), "1er\u00a0mars\u00a02026"),
        (date(2025, 8, 12), "12\u00a0août\u00a02025"),
    ],
)
def test_dates(given: date, expected: str) -> None:
    assert french.date_fr(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Decimal("1234567.50"), "1\u202f234\u202f567,5"),
        (12, "12"),
        (0, "0"),
        (58.3, "58,3"),
        (-4, "\u22124"),
    ],
)
def test_numbers(given: float | Decimal, expected: str) -> None:
    assert french.number_fr(given) == expected


def test_counts_and_lists() -> None:
    assert french.plural(0, "réponse") == "0\u00a0réponse"
    assert french.plural(2, "réponse") == "2\u00a0réponses"
    assert french.plural(2, "cheval", "chevaux") == "2\u00a0chevaux"
    assert french.percent(0.416) == "42\u00a0%"
    assert french.join_fr(["a", "b", "c"]) == "a, b et c"
    assert french.join_fr([]) == ""
    assert french.lower_first("Une à deux") == "une à deux"
    assert french.lower_first("ODD 17") == "ODD 17"
    assert french.sentence("oui") == "Oui."
    assert french.sentence("Vraiment ?") == "Vraiment ?"
