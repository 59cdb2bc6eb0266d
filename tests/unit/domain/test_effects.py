"""What a new edition does to answers that exist, and because of what."""

from __future__ import annotations

from typing import Any

from app.domain.comparison import Effects, compare_editions, gather_effects
from app.domain.edition import Edition
from app.domain.effects import MOST_REFUSED, Comparer, Tally
from app.domain.model import MaturityLevel
from tests.builders import (
    Raw,
    dimension,
    edition,
    levels,
    option,
    question,
    resource,
    rule,
)

FOLLOW = {
    "no": {"answer": "charter", "is": "no"},
    "some": {"answer": "charter", "is": "some"},
}


def effects_of(old: Edition, new: Edition, *sets: Raw) -> Effects:
    comparer, tally = Comparer(old, new), Tally()
    for place, raw in enumerate(sets, 1):
        comparer.count_raw(tally, place, f"jeu {place}", raw)
    return gather_effects(compare_editions(old, new), tally)


def one_question(score: float = 1, **changes: Any) -> Edition:
    options = [option("no", 0), option("some", score), option("yes", 3)]
    return edition([question("charter", "links", options=options)], **changes)


def test_levels_that_move() -> None:
    new = one_question(score=2)
    sets = [{"charter": "some"}, {"charter": "some"}, {"charter": "no"}, {}]
    found = effects_of(one_question(), new, *sets)
    assert (found.sets, found.changed, found.moved, found.levelled) == (4, 2, 2, 2)
    overall, links = found.dimensions
    assert (overall.id, links.id) == ("overall", "links")
    assert (links.moved, links.up, links.down) == (2, 2, 0)
    assert [(cell.before, cell.after, cell.count) for cell in links.cells] == [
        (None, None, 1),
        (MaturityLevel.NOT_ENGAGED, MaturityLevel.NOT_ENGAGED, 1),
        (MaturityLevel.FIRST_STEPS, MaturityLevel.ACTIVE, 2),
    ]
    (example,) = found.examples
    assert (example.reference, example.alike) == ("jeu 1", 2)
    assert [move.dimension for move in example.moves] == ["links", "overall"]
    assert example.causes == (
        "La réponse à la question «\u00a0charter\u00a0» valait 33,3 sur 100, elle vaut 66,6.",
    )


def test_levels_that_are_drawn_elsewhere() -> None:
    new = one_question(levels=levels(40, 50, 75))
    found = effects_of(one_question(), new, {"charter": "some"})
    (example,) = found.examples
    assert found.dimensions[0].down == 1
    assert any("seuil du niveau" in cause for cause in example.causes)


def test_advice_that_comes_and_goes() -> None:
    kept = rule("kept", {"answered": "charter"})
    old = one_question(rules=[kept, rule("old", FOLLOW["no"])])
    new = one_question(
        rules=[
            {**kept, "recommend": ["about-kept", "about-more"]},
            rule("new", FOLLOW["no"]),
        ]
    )
    found = effects_of(old, new, {"charter": "no"}, {"charter": "yes"})
    assert (found.moved, found.advised, found.changed) == (0, 2, 2)
    assert {one.id: (one.appears, one.goes) for one in found.resources} == {
        "about-more": (2, 0),
        "about-new": (1, 0),
        "about-old": (0, 1),
    }
    causes = {cause.replace("\u00a0", " ") for one in found.examples for cause in one.causes}
    assert causes == {
        "La règle « kept » recommande maintenant « about-more ».",
        "La règle « new » est nouvelle.",
        "La règle « old » disparaît.",
    }


def test_a_rule_that_fires_otherwise() -> None:
    advice = [resource("about-a")]
    old = one_question(rules=[rule("a", FOLLOW["no"])], resources=advice)
    new = one_question(rules=[rule("a", FOLLOW["some"])], resources=advice)
    found = effects_of(old, new, {"charter": "no"}, {"charter": "some"})
    assert [example.causes for example in found.examples] == [
        ("La règle «\u00a0a\u00a0» ne se déclenche plus.",),
        ("La règle «\u00a0a\u00a0» se déclenche maintenant.",),
    ]


def test_answers_that_are_lost() -> None:
    old = edition([question("charter", "links"), question("tools", "links")])
    new = edition([question("tools", "links")])
    found = effects_of(old, new, {"charter": "yes", "tools": "no"}, {"tools": "no"})
    assert found.dropped == (("charter", 1),)
    assert (found.shortened, found.changed) == (1, 2)
    assert found.examples[0].dropped == ("charter",)
    assert "La question «\u00a0charter\u00a0» disparaît." in found.examples[0].causes


def test_a_question_that_is_new_widens_the_score() -> None:
    old = edition([question("tools", "links")])
    new = edition([question("tools", "links"), question("charter", "links")])
    found = effects_of(old, new, {"tools": "yes"})
    (example,) = found.examples
    before, after = example.moves[0].before, example.moves[0].after
    assert before is not None
    assert after is not None
    assert (before.low, before.high, after.low, after.high) == (100, 100, 50, 100)
    assert "est nouvelle et attend une réponse" in example.causes[0]


def test_a_dimension_of_one_side_alone_is_not_compared() -> None:
    old = edition([question("tools", "links")])
    new = edition(
        [question("tools", "links"), question("charter", "skills", optional=True)],
        dimensions=[dimension("links"), dimension("skills")],
    )
    found = effects_of(old, new, {"tools": "yes"})
    assert [one.id for one in found.dimensions] == ["overall", "links"]
    assert found.dimensions[1].moved == 0


def test_answers_that_do_not_fit_the_old_edition_are_refused() -> None:
    old = one_question()
    found = effects_of(old, one_question(score=2), *[{"charter": "perhaps"}] * 8, {"nothing": 1})
    assert (found.sets, found.refused) == (0, 9)
    assert len(found.refusals) == MOST_REFUSED
    assert found.refusals[0][0] == "jeu 1"


def test_at_most_five_examples_and_levels_come_first() -> None:
    names = ("d1", "d2", "d3", "d4")
    old, new = [
        edition(
            [
                question(f"q-{name}", name, options=[option("no", 0), option("some", score)])
                for name in names
            ],
            resources=[resource(f"about-{advice}")],
            rules=[rule(advice, {"answered": "q-d1"}, dimension="d1")],
        )
        for score, advice in ((1, "old"), (2, "new"))
    ]
    sets = [
        {f"q-{name}": "some" if place >> n & 1 else "no" for n, name in enumerate(names)}
        for place in range(16)
    ]
    found = effects_of(old, new, *sets)
    assert found.changed == 16
    assert len(found.examples) == 5
    assert all(example.moves for example in found.examples)
    first = found.examples[0].moves[0]
    assert first.before is not None
    assert first.after is not None
    assert first.before.rank != first.after.rank
