"""« Comment ce résultat est calculé »: whoever reads the page can do every sum again."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from fractions import Fraction

import pytest

from app.content.library import DEFAULT_ROOT, load_library
from app.domain.answers import dump_answers
from app.domain.sample import sample_answers
from app.services.services import Services
from tests.arithmetic import number, sides
from tests.integration.pages.browser import HTMX, Browser, text
from tests.unit.domain.generated import chance

# Nothing here depends on the database: one suffices.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SHIPPED = load_library(DEFAULT_ROOT).editions


@pytest.fixture
def told(alice: Browser) -> Browser:
    """Alice, who has finished."""
    alice.answer("charter", reponse="no")
    alice.answer("partners", reponse=["school", "town"])
    alice.answer("hours", reponse="12")
    alice.client.post(f"{alice.base}/terminer", data={"confirmer": "oui"})
    return alice


def words(fragment: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", fragment)).strip()


def cells(section: str, name: str) -> list[str]:
    """Return the figures of a column of the table of a section."""
    found = re.findall(rf'class="{name}">(.*?)</td>', section, re.S)
    return [words(one) for one in found]


def check_sections(page: str) -> int:
    """Do again every sum of a page from its tables; return how many there were."""
    sections = re.findall(r'<section class="sum".*?</section>', page, re.S)
    assert sections
    done = 0
    for section in sections:
        points = cells(section, "term-points")
        printed = [words(one) for one in re.findall(r'rounded">(.*?)</p>', section, re.S)]
        for place, equation in enumerate(printed):
            left, sign, right = sides(equation)
            assert left == right if sign == "=" else abs(left - right) < Fraction(1, 5)
            # It is made of the figures of the table, in their order.
            of_this_end = [
                one.split(" à ")[-1 if place else 0] for one in points if one not in ("–", "")
            ]
            for figure in of_this_end:
                assert figure in equation
            inner = equation[equation.index("(") + 1 : equation.index(")")]
            terms = [re.split(r"\s×", one)[0] for one in re.split(r" \+ |\s; ", inner)]
            assert terms == of_this_end
            done += 1
        for equation in re.findall(r'exact">(.*?)</p>', section, re.S):
            left, sign, right = sides(words(equation))
            assert (left, sign) == (right, "=")
        for comparison in re.findall(r"([\d,]+)\s([≥<])\s([\d,]+)", words(section)):
            low, floor = number(comparison[0]), number(comparison[2])
            assert (low >= floor) == (comparison[1] == "≥")
    return done


def test_every_printed_sum_can_be_done_again(told: Browser) -> None:
    page = told.get(f"{told.base}/calcul")
    assert page.status_code == 200
    assert check_sections(page.text) == 6  # two ends for each: « rhythm » is not answered


@pytest.mark.parametrize("questionnaire", sorted(SHIPPED))
def test_every_sum_of_every_shipped_pathway(
    make_services: Callable[..., Services],
    new_browser_on: Callable[[Services], Browser],
    questionnaire: str,
) -> None:
    content = SHIPPED[questionnaire]
    services = make_services(content)
    browser = new_browser_on(services)
    for seed in range(3):
        started = services.assessments.start(questionnaire)
        answers = sample_answers(content, chance(seed))
        services.answering.save_answers(started.assessment.id, dump_answers(answers))
        services.assessments.complete(started.assessment.id)
        browser.get(f"/r/{started.secret}")
        page = browser.get(f"/diagnostic/{started.assessment.id}/calcul").text
        assert check_sections(page) >= len(content.questionnaire.dimensions)
        # The same figures as on the result.
        report = services.reporting.report_of(started.assessment.id)
        assert len(re.findall(r'class="sum"', page)) == len(report.dimensions) + 1
        first = [one.do for one in report.first_actions]
        shown = words(page)
        assert all(action in shown for action in first)
        assert shown.count("Parmi les premières actions.") >= len(first)


def test_rules_that_apply_say_because_of_what_and_where_they_stand(told: Browser) -> None:
    shown = text(told.get(f"{told.base}/calcul")).replace("\u00a0", " ")
    assert "Faire no-charter" in shown
    assert "Vous dites No." in shown
    assert "S’applique si la réponse à « Question charter ? » est « No »." in shown
    assert "2 + 3 = 5" in shown
    assert "En attente d’une réponse" in shown


def test_the_page_comes_after_the_end_and_is_linked(alice: Browser) -> None:
    address = f"{alice.base}/calcul"
    assert alice.get(address).headers["Location"] == f"{alice.base}/verification"
    alice.answer("charter", reponse="no")
    alice.client.post(f"{alice.base}/terminer", data={"confirmer": "oui"})
    assert f'href="{address}"' in alice.get(f"{alice.base}/resultat").text
    assert alice.get(address).headers["Cache-Control"] == "no-store"
    assert alice.get(address, **HTMX).text.startswith("<title>Comment ce résultat est calculé")
