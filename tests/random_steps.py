"""Random editions that follow one another, and the steps that an author would write between them.

Ids are never used twice, so that a step needs no ``was`` but where a question is reworded.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from random import Random

from app.domain.edition import Edition
from app.domain.migration import Step
from tests.builders import Raw, option, question
from tests.mutations import is_free, questions_in
from tests.random_editions import random_edition


def chain(random: Random, length: int) -> tuple[list[Edition], tuple[Step, ...]]:
    """Return editions, each from the one before, and the step that leads to each but the first.

    There are at most ``length`` steps: some editions hold nothing that could be changed.
    """
    author = Author(random)
    editions, steps = [random_edition(random)], list[Step]()
    for _ in range(length):
        edition, changes = author.next(editions[-1])
        if changes:
            day = date(2026, 1, 1) + timedelta(days=len(steps))
            steps.append(Step.model_validate({"date": day, "changes": changes}))
            editions.append(edition)
    return editions, tuple(steps)


class Author:
    """Changes an edition and writes down what became of its questions and options."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._fresh = count(1)
        self.touched: set[str] = set()

    def new(self, of: str) -> str:
        """Return an id that was never used."""
        return f"{of.partition('--')[0].partition('-v')[0]}-v{next(self._fresh)}"

    def next(self, edition: Edition) -> tuple[Edition, list[Raw]]:
        """Return the edition after some changes, and these; a question changes once a step."""
        raw = edition.model_dump(mode="json", by_alias=True, exclude_none=True)
        changes: list[Raw] = []
        self.touched = touched = set()
        for _ in range(self.random.randint(1, 3)):
            found = [
                (holder, one)
                for holder, one in questions_in(raw)
                if one["id"] not in touched and one["id"].startswith("q") and is_free(raw, one)
            ]
            if not found:
                break
            holder, one = self.random.choice(found)
            change = self.random.choice(CHANGES)
            before = {other["id"] for _, other in questions_in(raw)}
            written = change(self, raw, holder, one)
            if written is not None:
                changes.append(written)
                touched |= before ^ {other["id"] for _, other in questions_in(raw)}
                touched.add(one["id"])
        return Edition.model_validate(raw), changes


def _has_follow_up(one: Raw) -> bool:
    return any(each.get("follow_up") for each in one.get("options", ()))


def _rename(author: Author, raw: Raw, holder: list[Raw], one: Raw) -> Raw | None:
    old, one["id"] = one["id"], author.new(one["id"])
    return {"renamed": old, "into": one["id"]}


def _rename_with_option(author: Author, raw: Raw, holder: list[Raw], one: Raw) -> Raw | None:
    written = _rename_option(author, raw, holder, one)
    if written is None:
        return None
    return {**_rename(author, raw, holder, one), "options": written["options"]}  # type: ignore[dict-item]


def _rename_option(author: Author, raw: Raw, holder: list[Raw], one: Raw) -> Raw | None:
    if not one.get("options"):
        return None
    each = author.random.choice(one["options"])
    old, each["id"] = each["id"], author.new(each["id"])
    return {"question": one["id"], "options": [{"renamed": old, "into": each["id"]}]}


def _merge_options(author: Author, raw: Raw, holder: list[Raw], one: Raw) -> Raw | None:
    plain = [each for each in one.get("options", ()) if not each.get("exclusive")]
    plain = [o for o in plain if not o.get("unknown") and not o.get("not_applicable")]
    if len(plain) < 3 or _has_follow_up(one):
        return None
    first, second = author.random.sample(plain, 2)
    one["options"].remove(second)
    names = [first["id"], second["id"]]
    first["id"] = author.new(first["id"])
    return {"question": one["id"], "options": [{"merged": names, "into": first["id"]}]}


def _split_option(author: Author, raw: Raw, holder: list[Raw], one: Raw) -> Raw | None:
    if not one.get("options") or _has_follow_up(one):
        return None
    each = author.random.choice(one["options"])
    old, each["id"] = each["id"], author.new(each["id"])
    twin = {**each, "id": author.new(old)}
    one["options"].append(twin)
    into = [each["id"], twin["id"]]
    return {"question": one["id"], "options": [{"split": old, "into": into}]}


def _drop_option(author: Author, raw: Raw, holder: list[Raw], one: Raw) -> Raw | None:
    if len(one.get("options", ())) < 3 or _has_follow_up(one) or one["kind"] == "number":
        return None
    each = author.random.choice([o for o in one["options"] if not o.get("unknown")])
    one["options"].remove(each)
    return {"question": one["id"], "options": [{"dropped": each["id"]}]}


def _drop(author: Author, raw: Raw, holder: list[Raw], one: Raw) -> Raw | None:
    if len(holder) < 2 or _has_follow_up(one) or one.get("dimension"):
        return None
    holder.remove(one)
    return {"dropped": one["id"]}


def _reword(author: Author, raw: Raw, holder: list[Raw], one: Raw) -> Raw | None:
    was = one["text"]
    one["text"] = f"{was} ({next(author._fresh)})"
    return {"reworded": one["id"], "was": was}


def _split(author: Author, raw: Raw, holder: list[Raw], one: Raw) -> Raw | None:
    if _has_follow_up(one) or one["kind"] != "single":
        return None
    old = one["id"]
    one["id"] = author.new(old)
    other = question(author.new(old), options=[option("yes"), option("no")])
    holder.insert(holder.index(one) + 1, other)
    written: Raw = {"split": old, "into": [one["id"], other["id"]]}
    if author.random.random() < 0.7:
        written["answers"] = [
            {"when": {old: each["id"]}, "then": {other["id"]: author.random.choice(["yes", "no"])}}
            for each in one["options"][:2]
        ]
    return written


def _merge(author: Author, raw: Raw, holder: list[Raw], one: Raw) -> Raw | None:
    others = [
        other
        for other in holder
        if other is not one
        and other["kind"] == "single"
        and other["id"].startswith("q")
        and not other.get("dimension")
        and is_free(raw, other)
        and not _has_follow_up(other)
        and other["id"] not in author.touched
    ]
    if one["kind"] != "single" or not others:
        return None
    other = author.random.choice(others)
    holder.remove(other)
    old = one["id"]
    one["id"] = author.new(old)
    rows = [
        {
            "when": {
                old: author.random.choice(one["options"])["id"],
                **(
                    {other["id"]: author.random.choice(other["options"])["id"]}
                    if author.random.random() < 0.6
                    else {}
                ),
            },
            "then": {one["id"]: author.random.choice(one["options"])["id"]},
        }
        for _ in range(author.random.randint(0, 4))
    ]
    return {"merged": [old, other["id"]], "into": one["id"], "answers": rows}


CHANGES: tuple[Callable[[Author, Raw, list[Raw], Raw], Raw | None], ...] = (
    _rename,
    _rename_with_option,
    _rename_option,
    _merge_options,
    _split_option,
    _drop_option,
    _drop,
    _reword,
    _split,
    _merge,
)
