"""Whatever is done to sound content, it is read or refused; nothing raises, nothing takes long."""

from __future__ import annotations

import re
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content.library import load_library
from app.domain.compiled import compile_edition
from app.domain.diagnose import diagnose
from tests.content.folders import FIGURES, QUESTIONS, RESOURCES, RULES, SMALL, SOURCES

FILES = (QUESTIONS, QUESTIONS, RULES, RULES, RESOURCES, FIGURES, SOURCES)
TEXTS = {file: (SMALL / file).read_text("utf-8") for file in FILES}
WORD = re.compile(r"[\w-]+")
WORDS = sorted({word for text in TEXTS.values() for word in WORD.findall(text)})

Damage = tuple[str, str, int, int, str]


@st.composite
def damages(draw: st.DrawFn) -> Damage:
    """Draw what to do to which file, where, and with which word."""
    file = draw(st.sampled_from(FILES))
    what = draw(st.sampled_from(["word", "word", "word", "drop", "move", "repeat", "indent"]))
    words = [*WORDS, "overall", "-1", "[]", "{}", "null", "''", "9999999", "true", "0.55"]
    return (
        file,
        what,
        draw(st.integers(0, 10_000)),
        draw(st.integers(0, 10_000)),
        draw(st.sampled_from(words)),
    )


def damaged(text: str, what: str, first: int, second: int, word: str) -> str:
    """Return a text with one word replaced, or one line dropped, moved, repeated or indented."""
    found = list(WORD.finditer(text))
    if not found:
        return text
    if what == "word":
        match = found[first % len(found)]
        return text[: match.start()] + word + text[match.end() :]
    lines = text.splitlines(keepends=True)
    line = lines[first % len(lines)]
    if what != "repeat":
        lines.pop(first % len(lines))
    if what == "indent":
        lines.insert(first % (len(lines) + 1), "  " + line)
    elif what != "drop":
        lines.insert(second % (len(lines) + 1), line)
    return "".join(lines)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(damages(), min_size=1, max_size=4))
def test_damaged_content_is_read_or_refused(done: list[Damage]) -> None:
    texts = dict(TEXTS)
    for file, *damage in done:
        texts[file] = damaged(texts[file], *damage)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for file, text in texts.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(text, "utf-8")
        started = time.process_time()
        library = load_library(root)
        assert time.process_time() - started < 2
    for finding in library.findings:
        assert 1 <= finding.line <= texts[finding.file].count("\n") + 2
        assert finding.message
        assert finding.remedy
    for edition in library.editions.values():
        compile_edition(edition)
        diagnose(edition, {})
