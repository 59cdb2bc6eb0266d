"""What a roadmap is made of, before it is made: it names the PDF without building the report.

The key covers whatever decides the bytes: the edition and the language it is read in, the answers,
the follow-up, the diagnosis that is repeated, the dates and addresses, our code, templates, words,
style sheet and fonts, and the libraries. Must not read answers from anywhere.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path

from app.domain.answers import dump_answers
from app.domain.diagnosis import Answers
from app.domain.edition import Edition
from app.domain.errata import Erratum
from app.domain.follow_up import FollowUp
from app.domain.serialise import canonical_json
from app.report.build import build_in
from app.report.contexts import Report, ReportMeta, name_pdf
from app.report.libraries import typesetting_versions
from app.report.record import NO_FOLLOW_UP, dump_follow_up
from app.report.since import Earlier
from app.report.templates import TEMPLATES

APP = Path(__file__).resolve().parents[1]
LIBRARIES = (
    "weasyprint",
    "pydyf",
    "fonttools",
    "tinycss2",
    "tinyhtml5",
    "jinja2",
    "markupsafe",
    "babel",
)
"""What else decides the bytes, with the libraries of the system: see ``libraries.py``."""


@dataclass(frozen=True)
class Printable:
    """A roadmap that may be printed, in a ``language`` of the interface.

    ``owner`` is the id of its assessment, at that ``version``. ``edition`` is that of the answers,
    as ``corrections`` have made it; its hash does not know of them, nor of the language.
    ``follow_up`` is what people have said of the actions they carry out; ``earlier`` the diagnosis
    that this one repeats; ``is_extract`` asks for the two pages that say the essential.
    """

    owner: str
    version: int
    edition: Edition
    answers: Answers
    meta: ReportMeta
    language: str
    corrections: tuple[Erratum, ...] = ()
    follow_up: FollowUp = NO_FOLLOW_UP
    earlier: Earlier | None = None
    is_extract: bool = False

    @cached_property
    def key(self) -> str:
        """64 hexadecimal digits: two roadmaps of the same key are the same bytes.

        ``build_in`` is pure: what it is given stands for the whole report, and costs a
        millisecond instead of ten.
        """
        digest = hashlib.sha256(fingerprint().encode())
        digest.update(f"{self.language} {self.edition.hash} ".encode())
        digest.update(_dump_corrections(self.corrections))
        digest.update(canonical_json(dump_answers(self.answers)))
        digest.update(canonical_json(dump_follow_up(self.edition, self.follow_up)))
        digest.update(repr((self.meta, self.is_extract)).encode())
        if self.earlier is not None:
            digest.update(_dump_earlier(self.earlier))
        return digest.hexdigest()

    @property
    def filename(self) -> str:
        """The name of the file, as the report gives it."""
        return name_pdf(
            self.edition.questionnaire.id,
            self.meta.reference,
            self.language,
            is_extract=self.is_extract,
        )

    def build(self) -> Report:
        """Return the report, and whether two pages or the whole are wanted of it."""
        report = build_in(
            self.language,
            self.edition,
            self.answers,
            self.meta,
            self.corrections,
            self.follow_up,
            self.earlier,
        )
        return replace(report, is_extract=self.is_extract)


def _dump_corrections(corrections: tuple[Erratum, ...]) -> bytes:
    return canonical_json([one.model_dump(mode="json") for one in corrections])


def _dump_earlier(earlier: Earlier) -> bytes:
    """Return what is told of the earlier diagnosis, and nothing else of it: not its version."""
    told = canonical_json(
        {
            "reference": earlier.reference,
            "day": earlier.day.isoformat(),
            "edition": earlier.edition.hash,
            "answers": dump_answers(earlier.answers),
            "carried": dump_answers(earlier.carried),
        }
    )
    return told + _dump_corrections(earlier.corrections)


@cache
def fingerprint(app: Path = APP, templates: Path = TEMPLATES) -> str:
    """Return the hash of every byte of the service, and of the versions of what it prints with.

    The whole service rather than a list of its parts: with a list, one would be forgotten.
    """
    digest = hashlib.sha256(typesetting_versions().encode())
    for name in LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for root in (app, templates):
        for path in sorted(root.rglob("*")):
            if path.suffix == ".pyc" or not path.is_file():
                continue
            data = path.read_bytes()
            digest.update(f"{path.relative_to(root)}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()
