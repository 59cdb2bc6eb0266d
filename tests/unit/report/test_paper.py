"""Whatever a person wrote becomes visible, breakable and bounded."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.report.build import build_report
from app.report.contexts import ReportMeta
from app.report.paper import (
    ANSWERS_LIMIT,
    LINES_LIMIT,
    MISSING,
    RUN,
    TEXT_LIMIT,
    break_address,
    fit_for_paper,
    fit_text,
)
from tests.builders import answered, edition, question

LATIN = frozenset([*range(0x20, 0x7F), *range(0xA0, 0x180), 0x25A1, 0x2026, 0x2019, 0x202F])


@given(st.text(max_size=300))
def test_everything_left_can_be_printed_and_broken(text: str) -> None:
    fitted = fit_text(text, LATIN)
    assert all(ord(one) in LATIN or one in "\n\u200b" for one in fitted)
    assert not re.search(rf"[^ \n\u200b]{{{RUN + 1}}}", fitted)


def test_invisible_characters_are_dropped() -> None:
    assert fit_text("co\u00adopé\u202era\u200btion\x07\ufeff", LATIN) == "coopération"


def test_what_the_font_lacks_is_shown_as_such() -> None:
    assert fit_text("Fête 🎉 中", LATIN) == f"Fête {MISSING} {MISSING}"


def test_composed_letters_are_put_together() -> None:
    assert fit_text("e\u0301te\u0301", LATIN) == "été"


def test_long_texts_are_cut_visibly_and_lines_are_bounded() -> None:
    cut = fit_text("mot " * 2_000, LATIN)
    assert len(cut) <= TEXT_LIMIT
    assert cut.endswith("…")
    assert fit_text("a\n" * 500, LATIN).count("\n") < LINES_LIMIT


def test_addresses_break_after_separators_and_read_the_same() -> None:
    address = "https://exemple.org/un/chemin-tres-long?page=1&abcdefghijklmnopqrstuvwxyzabcdefgh"
    broken = break_address(address)
    assert broken.replace("\u200b", "") == address
    assert all(len(part) <= RUN for part in broken.split("\u200b"))


def test_the_whole_report_is_fitted_and_links_are_kept() -> None:
    asked = [question(f"t{n}", kind="text", max_length=2000) for n in range(14)]
    content = edition([question("charter", "links")], context=asked)
    given_answers = answered(content, **{f"t{n}": "中" * 2000 for n in range(14)})
    url = "https://exemple.org/" + "a" * 60
    meta = ReportMeta("BAL-1", date(2026, 1, 2), date(2026, 1, 2), result_url=url)
    report = fit_for_paper(build_report(content, given_answers, meta), LATIN)
    assert report.is_cut
    words = [one.answer for section in report.sections for one in section.answers]
    assert "中" not in "".join(words)
    assert sum(len(one.replace("\u200b", "")) for one in words) <= ANSWERS_LIMIT + len(words)
    assert report.result_url == url
    assert report.organisation is not None
    whole = build_report(content, answered(content, t1="mot " * 400, t2="…"), meta)
    assert not fit_for_paper(whole, LATIN).is_cut
    assert "中" not in report.organisation
