"""A text in another language than its page says so: to machines always, to readers once."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment

from app.domain.texts import ForeignText
from app.locale.speech import speaking
from app.report.foreign import marked
from app.report.templates import make_environment

TEXT = ForeignText("L’eau & le feu", "fr")
GAP = ForeignText("L’eau & le feu", "fr", True)
SPAN = '<span lang="fr">L’eau &amp; le feu</span>'
MARK = ' <span class="foreign">(in French)</span>'


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return make_environment(tmp_path)


@pytest.mark.parametrize(
    ("template", "text", "shown"),
    [
        ("{{ text }}", TEXT, SPAN),
        ("{{ text }}", GAP, SPAN + MARK),
        ("{{ text|with_mark }}", TEXT, SPAN + MARK),
        ("{{ text|with_mark }}", GAP, SPAN + MARK),
        ("{{ text|with_mark }}", "Water & fire", "Water &amp; fire"),
        ("{{ text|plain }}", GAP, "L’eau &amp; le feu"),
        ("{{ text|sentence }}", TEXT, SPAN.replace("</span>", ".</span>")),
        ("{{ text|quote }}", TEXT, SPAN.replace("L’eau", "“L’eau").replace("</span>", "”</span>")),
        ("{{ text }}", "Water & fire", "Water &amp; fire"),
    ],
)
def test_what_a_template_prints(
    environment: Environment, template: str, text: str, shown: str
) -> None:
    with speaking("en"):
        assert environment.from_string(template).render(text=text) == shown


def test_each_reader_is_told_in_their_language() -> None:
    assert marked(ForeignText("Water", "en")) == "Water (en anglais)"
    with speaking("en"):
        assert marked(TEXT) == "L’eau & le feu (in French)"
        assert marked(ForeignText("Wasser", "de")) == "Wasser (de)"
        assert marked("Water") == "Water"
