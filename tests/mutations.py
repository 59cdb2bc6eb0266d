"""Random changes to an edition, of the kind authors make, for the property tests of comparisons.

What they make can be compiled; nothing that conditions or sentences name is taken away.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from app.domain.edition import Edition
from tests.builders import Raw, option, question

Mutation = Callable[[Random, Raw], None]


def mutated(random: Random, edition: Edition, count: int) -> Edition:
    """Return the edition after some random changes; a change may find nothing to change."""
    raw = edition.model_dump(mode="json", by_alias=True, exclude_none=True)
    for _ in range(count):
        random.choice(MUTATIONS)(random, raw)
    return Edition.model_validate(raw)


def questions_in(raw: Raw) -> Iterator[tuple[list[Raw], Raw]]:
    """Yield each question with the list that it stands in, follow-ups too."""
    for section in raw["questionnaire"]["sections"]:
        yield from _nested(section["questions"])


def _nested(questions: list[Raw]) -> Iterator[tuple[list[Raw], Raw]]:
    for one in questions:
        yield questions, one
        for each in one.get("options", ()):
            yield from _nested(each.get("follow_up", []))


def _any_question(random: Random, raw: Raw) -> Raw:
    return random.choice([one for _, one in questions_in(raw)])


def is_free(raw: Raw, one: Raw) -> bool:
    """Whether no condition or sentence names a question or those under it."""
    text = json.dumps(raw)
    below = [inner["id"] for _, inner in _nested([one])]
    return all(text.count(f'"{id_}"') == 1 and f"{{{id_}}}" not in text for id_ in below)


def _free_question(random: Random, raw: Raw) -> tuple[list[Raw], Raw] | None:
    free = [pair for pair in questions_in(raw) if is_free(raw, pair[1])]
    return random.choice(free) if free else None


def _reword_question(random: Random, raw: Raw) -> None:
    _any_question(random, raw)["text"] += " Vraiment ?"


def _reword_option(random: Random, raw: Raw) -> None:
    options = _any_question(random, raw).get("options")
    if options:
        random.choice(options)["label"] += " !"


def _reword_rule(random: Random, raw: Raw) -> None:
    random.choice(raw["rules"]["rules"])["because"] = "Autrement dit."


def _rescore(random: Random, raw: Raw) -> None:
    shared = [one["options"] for one in raw["questionnaire"]["answer_sets"].values()]
    lists = shared + [one.get("options", []) for _, one in questions_in(raw)]
    lists += [one.get("bands", []) for _, one in questions_in(raw)]
    scored = [each for options in lists for each in options if "score" in each]
    random.choice(scored)["score"] = random.choice(scored)["score"]


def _reweigh(random: Random, raw: Raw) -> None:
    _any_question(random, raw)["weight"] = random.choice(["1", "2", "5"])


def _reweigh_dimension(random: Random, raw: Raw) -> None:
    random.choice(raw["questionnaire"]["dimensions"])["weight"] = random.choice(["1", "2", "5"])


def _aggregate(random: Random, raw: Raw) -> None:
    nodes = [raw["questionnaire"]["overall"], *raw["questionnaire"]["dimensions"]]
    random.choice(nodes)["aggregation"] = random.choice(["mean", "sum", "min", "max"])


def _combine(random: Random, raw: Raw) -> None:
    several = [one for _, one in questions_in(raw) if one["kind"] == "multiple"]
    if several:
        random.choice(several)["combine"] = random.choice(["sum", "max", "mean"])


def _widen_range(random: Random, raw: Raw) -> None:
    raw["questionnaire"]["score_range"]["maximum"] = "200"


def _shift_level(random: Random, raw: Raw) -> None:
    bands = raw["questionnaire"]["levels"]
    place = random.randrange(1, len(bands))
    start = str(float(bands[place]["at_least"]) - 5)
    bands[place]["at_least"] = bands[place - 1]["below"] = max(start, "0", key=float)


def _remove_rule(random: Random, raw: Raw) -> None:
    rules = raw["rules"]["rules"]
    if len(rules) > 1:
        rules.remove(random.choice(rules))


def _add_rule(random: Random, raw: Raw) -> None:
    rules = raw["rules"]["rules"]
    rules.append({**random.choice(rules), "id": f"new-rule-{len(rules)}"})


def _change_rule(random: Random, raw: Raw) -> None:
    one, other = random.choice(raw["rules"]["rules"]), random.choice(raw["rules"]["rules"])
    key = random.choice(["when", "recommend"])
    one[key] = other[key]
    one["because"] = "Pour une autre raison."


def _remove_question(random: Random, raw: Raw) -> None:
    found = _free_question(random, raw)
    if found is not None and len(found[0]) > 1:
        found[0].remove(found[1])


def _add_question(random: Random, raw: Raw) -> None:
    section = raw["questionnaire"]["sections"][-1]
    name = raw["questionnaire"]["dimensions"][0]["id"] if random.random() < 0.5 else None
    low = raw["questionnaire"]["score_range"]["minimum"]
    score = low if name else None
    options = [option("a", score), option("b", score)]
    id_ = f"added-{len(section['questions'])}-{random.randrange(1000)}"
    section["questions"].append(question(id_, name, options=options))


def _remove_option(random: Random, raw: Raw) -> None:
    found = _free_question(random, raw)
    if found is not None and len(found[1].get("options", ())) > 2:
        options = found[1]["options"]
        options.remove(random.choice(options))


def _add_option(random: Random, raw: Raw) -> None:
    one = _any_question(random, raw)
    if one["kind"] in ("single", "multiple") and len(one["options"]) < 8:
        score = next((o["score"] for o in one["options"] if "score" in o), None)
        one["options"].append(option(f"more-{len(one['options'])}", score))


def _shuffle_options(random: Random, raw: Raw) -> None:
    options = _any_question(random, raw).get("options")
    if options:
        random.shuffle(options)


def _set_apart(random: Random, raw: Raw) -> None:
    several = [one for _, one in questions_in(raw) if one["kind"] == "multiple"]
    if several:
        chosen = random.choice(random.choice(several)["options"])
        if not (chosen.get("unknown") or chosen.get("not_applicable")):
            chosen["exclusive"] = not chosen.get("exclusive", False)


def _bound(random: Random, raw: Raw) -> None:
    numbers = [one for _, one in questions_in(raw) if one["kind"] == "number"]
    if numbers:
        change: dict[str, Any] = random.choice(
            [{"maximum": "11.5"}, {"maximum": "30"}, {"minimum": "0.5"}, {"decimals": 0}]
        )
        random.choice(numbers).update(change)


def _change_kind(random: Random, raw: Raw) -> None:
    found = _free_question(random, raw)
    if found is not None and found[1]["kind"] in ("single", "multiple"):
        found[1]["kind"] = "multiple" if found[1]["kind"] == "single" else "single"
        found[1].pop("combine", None)


def _change_condition(random: Random, raw: Raw) -> None:
    gated = [one for _, one in questions_in(raw) if "show_when" in one]
    if gated:
        del random.choice(gated)["show_when"]


def _reorder_rules(random: Random, raw: Raw) -> None:
    random.shuffle(raw["rules"]["rules"])


def _retitle_resource(random: Random, raw: Raw) -> None:
    random.choice(raw["resources"])["title"] += " (bis)"


REWORDINGS: tuple[Mutation, ...] = (
    _reword_question,
    _reword_option,
    _reword_rule,
    _retitle_resource,
)
"""Those that move nothing."""

MUTATIONS: tuple[Mutation, ...] = (
    *REWORDINGS,
    _rescore,
    _reweigh,
    _reweigh_dimension,
    _aggregate,
    _combine,
    _widen_range,
    _shift_level,
    _remove_rule,
    _add_rule,
    _change_rule,
    _remove_question,
    _add_question,
    _remove_option,
    _add_option,
    _shuffle_options,
    _set_apart,
    _bound,
    _change_kind,
    _change_condition,
    _reorder_rules,
)


def reworded(random: Random, edition: Edition, count: int) -> Edition:
    """Return the edition after some random changes of words alone."""
    raw = edition.model_dump(mode="json", by_alias=True, exclude_none=True)
    for _ in range(count):
        random.choice(REWORDINGS)(random, raw)
    return Edition.model_validate(raw)
