"""No text that people type becomes a formula in the spreadsheet of somebody else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.report.formulas import begins_formula, neutralise
from tests.follow_ups import FORMULAS

SIGNED = st.text(alphabet="=+-@\u2212\uff1d;,|\n\t\r \ufeff\u200bA1'\"(", max_size=12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Appeler la mairie", "Appeler la mairie"),
        ("=1+1", "'=1+1"),
        ("  =1+1", "  '=1+1"),
        ("\ufeff@A1", "\ufeff'@A1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("\t+1", " '+1"),
        ("- la mairie\n- l’école", "– la mairie\n– l’école"),
        ("-la mairie", "'-la mairie"),
        ("oui;=1+1", "oui;'=1+1"),
        ("porte-parole, 3 + 4 = 7", "porte-parole, 3 + 4 = 7"),
        ("a@exemple.org", "a@exemple.org"),
        ("'=1", "'=1"),
        ("", ""),
    ],
)
def test_only_what_begins_a_formula_is_changed(text: str, expected: str) -> None:
    assert neutralise(text) == expected


@given(st.one_of(st.text(), SIGNED, st.sampled_from(FORMULAS)))
def test_no_cell_that_may_be_cut_out_of_it_begins_a_formula(text: str) -> None:
    made = neutralise(text)
    assert not begins_formula(made)
    # Not by our own measure alone: that of a spreadsheet, which trims what it takes for spaces.
    for piece in re.split(r"[;,|\t\r\n]", made):
        assert piece.strip().lstrip("\ufeff\u200b")[:1] not in set("=+-@\u2212\uff1d")


@given(st.text(alphabet="abcdé ’.!?()\n", max_size=60))
def test_what_holds_no_sign_stays_as_it_is(text: str) -> None:
    assert neutralise(text) == text


@given(st.one_of(st.text(), SIGNED))
def test_twice_is_once(text: str) -> None:
    assert neutralise(neutralise(text)) == neutralise(text)
