"""An XLSForm -> sections of a pathway, and a list of everything that was not carried over.

Nothing is dropped in silence: what has no like here is told with its sheet and row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.content.sheets.cells import LANGUAGE
from app.content.sheets.xlsform.form import Form, FormRow, Names
from app.content.sheets.xlsform.relevant import Condition, Field, NotSimple, condition_of

Tree = dict[str, Any]

MOST_OPTIONS = 20
_LONGEST = 4000
_YES = {"yes", "true", "true()", "oui", "1"}
_NO = {"", "no", "false", "false()", "non", "0"}
_UNREAD = {
    "appearance": "l'apparence",
    "constraint": "la contrainte",
    "constraint_message": "le message de la contrainte",
    "required_message": "le message d'une réponse obligatoire",
    "calculation": "le calcul",
    "default": "la valeur par défaut",
    "choice_filter": "le filtre des réponses (listes en cascade)",
    "parameters": "les paramètres",
    "repeat_count": "le nombre de répétitions",
    "read_only": "la lecture seule",
    "readonly": "la lecture seule",
    "trigger": "le déclencheur",
    "guidance_hint": "l'aide pour l'enquêteur",
    "bind": "un réglage « bind »",
    "body": "un réglage « body »",
    "media": "l'image, le son ou la vidéo",
    "image": "l'image",
    "audio": "le son",
    "video": "la vidéo",
    "big-image": "l'image",
}
_BOUND = re.compile(r"^\s*\.\s*(>=|<=)\s*(-?\d{1,9}(?:\.\d{1,4})?)\s*$")


@dataclass(frozen=True, order=True)
class Lost:
    """Something of the form that is not in the pathway."""

    sheet: str
    row: int
    what: str


@dataclass
class Carried:
    """Sections for a questionnaire; what was lost; and the ids that differ from the old names."""

    title: str
    language: str
    sections: list[Tree] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)


def carry(form: Form, taken: set[str]) -> Carried:
    """Return what of a form is a pathway; ``taken`` are the ids it must not use."""
    return _Carrier(form, taken).carry()


@dataclass
class _Group:
    """A group that is open: its section, its condition, and whether what is inside is lost."""

    name: str
    title: Any
    relevant: Condition | None
    is_lost: bool = False


class _Carrier:
    def __init__(self, form: Form, taken: set[str]) -> None:
        self.form = form
        self.language = self._main_language()
        self.done = Carried(form.settings.get("form_title", ""), self.language)
        self.ids = Names(taken, "q")
        self.section_ids = Names(taken, "s")
        self.fields: dict[str, Field] = {}
        self.groups: list[_Group] = []
        self.section: Tree | None = None
        self.notes: list[tuple[FormRow, Any]] = []

    def carry(self) -> Carried:
        for name in self._left_out():
            self._lose("survey", 1, f"la langue « {name} »")
        for row in self.form.survey:
            self._row(row)
        self._drop_notes()
        for group in self.groups:
            last = self.form.survey[-1].number
            self._lose("survey", last, f"la fin du groupe « {group.name} », qui manque")
        order = ("id", "title", "introduction", "questions")
        self.done.sections = [
            {key: section[key] for key in order if key in section}
            for section in self.done.sections
            if section["questions"]
        ]
        self.done.renamed = [*self.section_ids.changed, *self.ids.changed, *self.done.renamed]
        self.done.lost.sort()
        return self.done

    # -- languages --------------------------------------------------------------------------------

    def _main_language(self) -> str:
        told = self.form.settings.get("default_language", "")
        code = re.search(r"\(([a-z]{2})\)\s*$", told)
        named = [name for name in self.form.languages if LANGUAGE.match(name)]
        wanted = code[1] if code else told
        return wanted if wanted in named else ("fr" if "fr" in named else (named or ["fr"])[0])

    def _left_out(self) -> list[str]:
        """Return the languages that are not carried."""
        main = self._spoken()
        others = [name for name in self.form.languages if name != main]
        return [name for name in others if not LANGUAGE.match(name)]

    def _spoken(self) -> str:
        """Return the name of the main language in the headers; empty if they have none."""
        names = self.form.languages
        return self.language if self.language in names else (names[0] if names else "")

    def _text(self, row: FormRow, key: str, sheet: str = "survey") -> Any:
        """Return a text in the main language, or in all of them, None where there is none."""
        texts = row.texts.get(key, {})
        main = texts.get(self._spoken()) or texts.get("") or next(iter(texts.values()), "")
        if not main:
            return None
        kept = {self.language: self._short(row, main, sheet)}
        kept |= {
            name: self._short(row, text, sheet)
            for name, text in texts.items()
            if LANGUAGE.match(name) and name != self.language
        }
        return kept if len(kept) > 1 else kept[self.language]

    def _short(self, row: FormRow, text: str, sheet: str) -> str:
        if "${" in text:
            self._lose(sheet, row.number, "un renvoi à une autre réponse reste écrit dans le texte")
        if len(text) > _LONGEST:
            self._lose(sheet, row.number, f"la fin d'un texte de plus de {_LONGEST} caractères")
        return text[:_LONGEST]

    # -- rows -------------------------------------------------------------------------------------

    def _lose(self, sheet: str, row: int, what: str) -> None:
        self.done.lost.append(Lost(sheet, row, what))

    def _row(self, row: FormRow) -> None:
        kind, _, rest = (
            row.get("type").replace("_group", " group").replace("_repeat", " repeat").partition(" ")
        )
        match kind, rest.strip():
            case ("", _):
                if row.get("name") or row.texts:
                    self._lose("survey", row.number, "une ligne sans type")
            case "begin", what:
                self._begin(row, what)
            case "end", _:
                self._end(row)
            case _ if any(group.is_lost for group in self.groups):
                self._lose("survey", row.number, f"« {self._name(row)} », dans une répétition")
            case "note", _:
                text = self._text(row, "label")
                if text is not None:
                    self.notes.append((row, text))
                self._unread(row)
            case kind, rest:
                self._question(row, kind, rest)

    def _name(self, row: FormRow) -> str:
        return row.get("name")[:60] or row.get("type")[:60]

    def _begin(self, row: FormRow, what: str) -> None:
        is_lost = what.startswith("repeat")
        if is_lost:
            self._lose("survey", row.number, f"la répétition « {self._name(row)} »")
        self._drop_notes()
        condition = None if is_lost else self._relevant(row)
        title = self._text(row, "label") or row.get("name") or "Groupe"
        self.groups.append(_Group(row.get("name"), title, condition, is_lost))
        self._unread(row)
        self.section = None

    def _end(self, row: FormRow) -> None:
        self._drop_notes()
        self.section = None
        if self.groups:
            self.groups.pop()
        else:
            self._lose("survey", row.number, "la fin d'un groupe qui n'est pas ouvert")

    def _in_section(self) -> Tree:
        """Return the section of the innermost group, a new one where its questions begin."""
        if self.section is None:
            group = self.groups[-1] if self.groups else None
            id_ = self.section_ids.give(group.name if group and group.name else "questions")
            title = group.title if group else (self.done.title or "Questions")
            self.section = {"id": id_, "title": title, "questions": []}
            self.done.sections.append(self.section)
        return self.section

    def _drop_notes(self) -> None:
        for row, _ in self.notes:
            self._lose("survey", row.number, f"la note « {self._name(row)} », que rien ne suit")
        self.notes = []

    # -- questions --------------------------------------------------------------------------------

    def _question(self, row: FormRow, kind: str, rest: str) -> None:
        makers: dict[str, Callable[[FormRow, str], Tree | None]] = {
            "select_one": self._single,
            "select_multiple": self._multiple,
            "integer": self._number,
            "decimal": self._number,
            "int": self._number,
            "text": self._free,
        }
        made = makers[kind](row, rest) if kind in makers else None
        if kind not in makers:
            self._lose("survey", row.number, f"« {self._name(row)} » : la sorte « {kind[:40]} »")
        if made is None:
            return
        options: dict[str, str] = made.pop("_names", {})
        question = {"id": self.ids.give(row.get("name") or "question"), "kind": made.pop("kind")}
        label = self._text(row, "label")
        if label is None:
            self._lose("survey", row.number, f"« {self._name(row)} » n'a pas de libellé : son nom")
        question["text"] = label or self._name(row)
        section = self._in_section()
        hint = self._hint(row, section)
        if hint is not None:
            question["hint"] = hint
        condition = self._conditions(row)
        if condition is not None:
            question["show_when"] = condition
        if not self._is_required(row):
            question["optional"] = True
        section["questions"].append(question | made)
        self.fields[row.get("name")] = Field(question["id"], question["kind"], options)
        self._unread(row, but=("appearance",) if made.get("multiline") else ())

    def _hint(self, row: FormRow, section: Tree) -> Any:
        """Return the hint of a question; the notes before it go there, or introduce the section."""
        hint = self._text(row, "hint")
        notes, self.notes = self.notes, []
        if notes and not section["questions"] and "introduction" not in section:
            section["introduction"] = _joined([text for _, text in notes], self.language)
            return hint
        return _joined([*(text for _, text in notes), *([hint] if hint else [])], self.language)

    def _conditions(self, row: FormRow) -> Condition | None:
        own = self._relevant(row)
        found = [g.relevant for g in self.groups if g.relevant is not None]
        found += [own] if own is not None else []
        return None if not found else (found[0] if len(found) == 1 else {"all": found})

    def _relevant(self, row: FormRow) -> Condition | None:
        text = row.get("relevant") or row.get("relevance")
        if not text:
            return None
        try:
            return condition_of(text, self.fields.get)
        except NotSimple as error:
            self._lose("survey", row.number, f"la condition « {text[:80]} » : {error}")
            return None

    def _is_required(self, row: FormRow) -> bool:
        word = row.get("required").lower()
        if word not in _YES | _NO:
            self._lose("survey", row.number, f"« obligatoire si » : {word[:60]}")
        return word in _YES

    def _single(self, row: FormRow, rest: str) -> Tree | None:
        return self._choices(row, rest, "single")

    def _multiple(self, row: FormRow, rest: str) -> Tree | None:
        return self._choices(row, rest, "multiple")

    def _choices(self, row: FormRow, rest: str, kind: str) -> Tree | None:
        list_name, _, other = rest.partition(" ")
        if other.strip():
            self._lose("survey", row.number, f"« {self._name(row)} » : {other.strip()[:40]}")
        ids = Names(prefix="o")
        names: dict[str, str] = {}
        options: list[Tree] = []
        for choice in self.form.choices:
            if (choice.get("list_name") or choice.get("list")) != list_name or not list_name:
                continue
            name = choice.get("name") or choice.get("value")
            if not name or name in names:
                self._lose(
                    "choices", choice.number, f"« {name[:60]} » : sans nom, ou y est deux fois"
                )
                continue
            names[name] = ids.give(name)
            label = self._text(choice, "label", "choices") or name
            options.append({"id": names[name], "label": label})
        if not 2 <= len(options) <= MOST_OPTIONS:
            self._lose(
                "survey",
                row.number,
                f"« {self._name(row)} » : sa liste « {list_name[:40]} » a {len(options)} "
                f"réponse(s), de 2 à {MOST_OPTIONS} sont possibles",
            )
            return None
        self.done.renamed += [(f"{row.get('name')}/{old}", new) for old, new in ids.changed]
        return {"kind": kind, "options": options, "_names": names}

    def _number(self, row: FormRow, _: str) -> Tree:
        bounds = {">=": 0.0, "<=": 1_000_000.0}
        parts = re.split(r"\band\b", row.get("constraint"))
        found = [match for part in parts if (match := _BOUND.match(part))]
        if len(found) == len(parts):
            bounds |= {match[1]: float(match[2]) for match in found}
            row.cells.pop("constraint")
        else:
            self._lose(
                "survey", row.number, f"« {self._name(row)} » : bornes de 0 à 1 000 000, à régler"
            )
        self._lose("survey", row.number, f"« {self._name(row)} » : son unité, à écrire")
        low, high = bounds[">="], bounds["<="]
        if low >= high:
            low, high = 0.0, 1_000_000.0
        made: Tree = {"kind": "number", "unit": "unité(s)"}
        made |= {"minimum": _plain(low), "maximum": _plain(high)}
        return made | ({"decimals": 2} if row.get("type").startswith("decimal") else {})

    def _free(self, row: FormRow, _: str) -> Tree:
        is_long = "multiline" in row.get("appearance")
        return {"kind": "text", **({"multiline": True} if is_long else {})}

    def _unread(self, row: FormRow, but: tuple[str, ...] = ()) -> None:
        """Tell every column of a row that is not carried."""
        for key, text in row.cells.items():
            words = _UNREAD.get(key)
            if words and key not in but:
                self._lose("survey", row.number, f"« {self._name(row)} » : {words} ({text[:60]})")


def _joined(texts: list[Any], language: str) -> Any:
    """Return texts one after the other, in each language that they have."""
    if not texts:
        return None
    maps = [text if isinstance(text, dict) else {language: text} for text in texts]
    names = list(dict.fromkeys(name for one in maps for name in one))
    joined = {n: " ".join(one[n] for one in maps if n in one)[:_LONGEST] for n in names}
    return joined if len(joined) > 1 else joined[names[0]]


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else number
