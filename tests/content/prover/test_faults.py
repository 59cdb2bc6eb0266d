"""Each fault that the prover knows, planted in a small pathway, is found with a witness."""

from __future__ import annotations

import pytest
import z3

from app.content.prover.oracle import WrongWitness
from app.content.prover.prove import prove
from app.content.prover.verdict import Verdict
from app.domain.compiled import compile_edition
from app.domain.edition import Edition
from tests.builders import LEVEL_IDS, Raw, dimension, edition, levels, option, question, rule

CHARTER = question(
    "charter", "links", options=[option("no", 0), option("draft", 1), option("signed", 3)]
)


def always(id_: str, **more: object) -> Raw:
    """Return a rule that applies to everybody who has a level."""
    return rule(id_, {"answered": "charter"}, **more)


def sound(*more: Raw, questions: list[Raw] | None = None, **changes: object) -> Edition:
    """Return a pathway without any fault, and what is planted in it."""
    asked = questions or [CHARTER]
    rules = [
        always("first", recommend=["r1", "r2"]),
        always("second", recommend=["r3", "r4"]),
        always("third", recommend=["r1", "r3"]),
        rule("write", {"answer": "charter", "one_of": ["no", "draft"]}, recommend=["r5"]),
    ]
    given: Raw = {"levels": levels(30, 100), **changes}
    return edition(asked, rules=[*rules, *more], **given)


def codes(content: Edition, *, samples: int = 0) -> list[tuple[str, str]]:
    return [(verdict.code, verdict.place.id) for verdict in prove(content, samples=samples)]


def only(content: Edition, code: str) -> Verdict:
    """Return the one verdict; it is the same by chance first as by the solver alone."""
    (found,) = prove(content, samples=0)
    (again,) = prove(content, samples=200)
    assert found.code == again.code == code
    assert (found.place, found.details[:1]) == (again.place, again.details[:1])
    return found


def test_a_sound_pathway_has_no_fault() -> None:
    assert codes(sound()) == []
    assert codes(sound(), samples=100) == []


def test_a_rule_that_contradicts_itself() -> None:
    when = {"all": [{"answer": "charter", "is": "no"}, {"level": "links", "at_least": "active"}]}
    found = only(sound(rule("dead", when)), "rule-unreachable")
    assert found.place.id == "dead"


def test_a_rule_that_a_score_forbids() -> None:
    when = {"score": "links", "above": 34, "below": 99}
    assert only(sound(rule("dead", when)), "rule-unreachable").place.id == "dead"


def test_a_rule_that_its_unless_forbids() -> None:
    dead = rule(
        "dead", {"answer": "charter", "is": "no"}, unless={"level": "links", "at_most": "active"}
    )
    assert only(sound(dead), "rule-unreachable").place.id == "dead"


def test_a_level_that_asks_too_much() -> None:
    required = {"first_steps": [{"answer": "charter", "is": "no"}]}
    content = sound(dimensions=[dimension("links", levels=levels(30, requires=required))])
    found = [v for v in prove(content, samples=0) if v.code == "level-unreachable"]
    assert [(v.place.id, v.place.level) for v in found] == [("links", "first_steps")]


def test_a_question_that_nobody_is_asked() -> None:
    never = {"all": [{"answer": "charter", "is": "no"}, {"answer": "charter", "is": "signed"}]}
    asked = [
        CHARTER,
        question("more", show_when=never),
    ]
    assert only(sound(questions=asked), "question-unreachable").place.id == "more"


def test_somebody_without_an_example() -> None:
    rules = [
        always("first", recommend=["r1", "r2"]),
        always("second", recommend=["r3", "r1"]),
        always("third", recommend=["r2", "r3"]),
        rule("write", {"answer": "charter", "one_of": ["no", "draft"]}, recommend=["r4"]),
    ]
    content = edition([CHARTER], rules=rules, levels=levels(30, 100))
    found = only(content, "kind-uncovered")
    assert found.details == ("example",)
    assert found.witness == {"charter": "signed"}


def test_somebody_with_two_actions() -> None:
    content = sound()
    rules = content.rules.rules[1:]
    fewer = content.model_copy(update={"rules": content.rules.model_copy(update={"rules": rules})})
    found = [v for v in prove(fewer, samples=0) if v.code == "actions-too-few"]
    assert found[0].witness == {"charter": "signed"}
    assert found[0].details == ("2",)


def test_two_rules_that_are_one() -> None:
    again = rule("again", {"not": {"answer": "charter", "is": "signed"}}, recommend=["r5"])
    assert only(sound(again), "rule-equivalent").details == ("write", "again")


def test_a_rule_within_another() -> None:
    within = rule("within", {"answer": "charter", "is": "no"}, recommend=["r5"])
    found = only(sound(within), "rule-subsumed")
    assert found.details == ("within", "write")
    assert found.witness == {"charter": "no"}


def test_a_rule_that_nobody_would_miss() -> None:
    same = {
        "do": "Faire write",
        "who": "Le bureau",
        "duration": "Une heure",
        "done_when": "C’est fait.",
    }
    spare = rule("spare", {"answer": "charter", "is": "no"}, recommend=["r5"], action=same)
    assert ("rule-removable", "spare") in codes(sound(spare))


def test_advice_for_those_who_do_best() -> None:
    best = rule("best", {"answer": "charter", "is": "signed"}, recommend=["r6"])
    found = only(sound(best), "best-answer-advised")
    assert found.details == ("best", "charter")
    assert found.witness == {"charter": "signed"}


def test_advice_for_those_who_do_not_do_worse() -> None:
    when = {"not": {"answer": "charter", "one_of": ["no", "draft"]}}
    found = only(sound(rule("best", when, recommend=["r6"])), "best-answer-advised")
    assert found.place.id == "best"


def test_advice_for_those_who_do_best_among_others() -> None:
    some = rule("some", {"answer": "charter", "one_of": ["draft", "signed"]}, recommend=["r6"])
    found = only(sound(some), "best-answer-advised")
    assert found.details == ("some", "charter")
    assert found.witness == {"charter": "signed"}


def test_advice_for_those_who_do_best_that_goes_further_on_purpose() -> None:
    when = {"answer": "charter", "one_of": ["draft", "signed"]}
    assert codes(sound(rule("further", when, recommend=["r6"], further=True))) == []


def test_advice_for_whoever_answers_is_no_advice_about_the_best_answer() -> None:
    when = {"answer": "charter", "one_of": ["no", "draft", "signed"]}
    assert codes(sound(rule("all", when, recommend=["r6"]))) == []


def test_advice_about_what_is_done_less_well() -> None:
    """It stands on the other question, of which a better answer would have spared it."""
    asked = [
        CHARTER,
        question(
            "relay", "links", options=[option("none", 0), option("found", 2), option("two", 3)]
        ),
    ]
    charter = {"answer": "charter", "one_of": ["draft", "signed"]}
    weak = rule(
        "weak",
        {"all": [charter, {"answer": "relay", "one_of": ["none", "found"]}]},
        recommend=["r6"],
    )
    assert codes(sound(weak, questions=asked)) == []
    strong = rule(
        "strong",
        {"all": [charter, {"answer": "relay", "one_of": ["found", "two"]}]},
        recommend=["r6"],
    )
    found = only(sound(strong, questions=asked), "best-answer-advised")
    assert found.details == ("strong", "charter")
    assert found.witness == {"charter": "signed", "relay": "two"}


def test_advice_on_another_dimension_or_for_another_reason() -> None:
    asked = [CHARTER, question("size", options=[option("small"), option("large")])]
    charter = {"answer": "charter", "is": "signed"}
    elsewhere = rule("elsewhere", charter, recommend=["r6"], dimension="overall")
    apart = rule("apart", {"any": [{"answered": "size"}, charter]}, recommend=["r7"])
    assert ("best-answer-advised", "elsewhere") not in codes(
        sound(elsewhere, apart, questions=asked)
    )
    assert ("best-answer-advised", "apart") not in codes(sound(elsewhere, apart, questions=asked))


def test_advice_that_a_level_keeps_from_those_who_do_best() -> None:
    some = {"answer": "charter", "one_of": ["draft", "signed"]}
    guarded = {"all": [some, {"level": "links", "at_most": "not_engaged"}]}
    content = sound(rule("guarded", guarded, recommend=["r6"]), levels=levels(30, 35, 100))
    assert "best-answer-advised" not in [code for code, _ in codes(content)]


def test_advice_to_tick_what_the_most_points_do_not_need() -> None:
    options = [option("a", 1), option("b", 1), option("c", 1), option("d", 1)]
    asked = [
        CHARTER,
        question(
            "with", "links", kind="multiple", options=[*options, option("none", 0, exclusive=True)]
        ),
    ]
    missing = [
        {"answer": "with", "includes_any": ["a", "b", "c"]},
        {"not": {"answer": "with", "includes": "d"}},
    ]
    found = only(
        sound(rule("missing", {"all": missing}, recommend=["r6"]), questions=asked),
        "best-answer-advised",
    )
    assert found.details == ("missing", "with")
    assert found.witness is not None
    assert found.witness["with"] == ("a", "b", "c")
    few = {"all": [*missing, {"answer": "with", "count_at_most": 2}]}
    assert codes(sound(rule("few", few, recommend=["r6"]), questions=asked)) == []


def test_je_ne_sais_pas_that_leads_nowhere() -> None:
    asked = [
        CHARTER,
        question(
            "where", options=[option("here"), option("there"), option("unsure", unknown=True)]
        ),
    ]
    here = rule("here", {"answer": "where", "is": "here"}, recommend=["r6"])
    either = {
        "any": [{"unknown": "where"}, {"answer": "charter", "one_of": ["no", "draft", "signed"]}]
    }
    idle = rule("idle", either, recommend=["r7"])
    assert only(sound(here, idle, questions=asked), "unknown-idle").place.id == "where"
    heard = rule("heard", {"unknown": "where"}, recommend=["r8"])
    assert codes(sound(here, idle, heard, questions=asked)) == []


def test_a_level_that_a_better_answer_loses() -> None:
    required = {"first_steps": [{"answer": "charter", "is": "draft"}]}
    content = sound(dimensions=[dimension("links", levels=levels(30, requires=required))])
    found = only(content, "better-answer-worse")
    assert found.details == ("charter", "links", "draft", "signed")
    assert found.witness == {"charter": "draft"}


def test_a_score_that_a_question_in_the_way_lowers() -> None:
    asked = [
        CHARTER,
        question(
            "signed-by",
            "links",
            options=[option("one", 0), option("all", 3)],
            show_when={"answer": "charter", "is": "signed"},
        ),
    ]
    found = [v for v in prove(sound(questions=asked), samples=0) if v.code == "better-answer-worse"]
    assert found == []  # 1 of 3 at least stays below the 3 of 6 that follow
    options = [option("no", 0), option("draft", 2), option("signed", 3)]
    asked[0] = question("charter", "links", options=options)
    (found_,) = [
        v for v in prove(sound(questions=asked), samples=0) if v.code == "better-answer-worse"
    ]
    assert found_.details == ("charter", "links", "draft", "signed")


def test_a_possible_score_that_a_better_answer_lowers() -> None:
    """What may hide in a question that only a worse answer brings in is lost with it."""
    charter = question(
        "charter", "links", options=[option("no", 0), option("draft", 1), option("signed", 1.5)]
    )
    known = [option("one", 0), option("two", 1)]
    more: Raw = {"show_when": {"answer": "charter", "is": "draft"}}

    def of_score(*options: Raw) -> list[Verdict]:
        asked = [charter, question("by", "links", options=[*known, *options], **more)]
        found = prove(sound(questions=asked), samples=0)
        return [verdict for verdict in found if verdict.code == "better-answer-worse"]

    assert of_score() == [], "the sure score only rises"
    (found,) = of_score(option("unsure", unknown=True))
    assert found.details == ("charter", "links", "draft", "signed")
    assert found.witness == {"charter": "draft", "by": "unsure"}


def test_a_question_for_nothing() -> None:
    asked = [
        CHARTER,
        question("colour", options=[option("red"), option("blue")]),
        question("notes", kind="text"),
    ]
    assert only(sound(questions=asked), "question-idle").place.id == "colour"


def test_a_question_read_for_nothing() -> None:
    asked = [
        CHARTER,
        question("colour", options=[option("red"), option("blue")]),
    ]
    when = {
        "any": [{"answer": "colour", "is": "red"}, {"level": "overall", "one_of": [*LEVEL_IDS]}]
    }
    content = sound(rule("read", when, recommend=["r6"]), questions=asked)
    assert only(content, "question-idle").place.id == "colour"


def test_a_solver_out_of_time_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(z3.Solver, "check", lambda self, *asked: z3.unknown)
    found = prove(sound(), samples=0)
    assert {verdict.code for verdict in found} == {"proof-unknown"}
    assert ("rule-unreachable",) in [verdict.details for verdict in found]


def test_more_weights_than_can_be_written_down_say_so() -> None:
    asked = [question(f"q{n}", "links", weight=0.0625 * 2**n) for n in range(13)]
    found = prove(edition([CHARTER, *asked]), samples=0)
    assert {verdict.code for verdict in found} >= {"proof-unknown"}
    assert ("rule-unreachable",) in [verdict.details for verdict in found]


def test_a_witness_that_the_evaluator_denies_is_our_error(monkeypatch: pytest.MonkeyPatch) -> None:
    content = sound()
    compiled = compile_edition(content)
    monkeypatch.setattr(type(compiled.index), "fired", lambda self, state: [])
    with pytest.raises(WrongWitness):
        prove(content, samples=0)
