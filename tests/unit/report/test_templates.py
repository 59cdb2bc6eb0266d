"""The environment escapes, refuses undefined names, and tells the language of foreign texts."""

from pathlib import Path

import pytest
from jinja2 import Environment, UndefinedError

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
