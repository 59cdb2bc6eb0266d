"""The words that a condition is said with, in each language; must not know any condition.

Of two words the first affirms, the second denies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

Two = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseWords:
    """The words of one language. ``{}`` is where the rest goes."""

    language: str
    quotes: str
    condition: str
    is_met: Two
    both: Two
    """What stands between parts that must all hold, or one of which must."""
    answer: str
    question: str
    number: str
    score: str
    level: str
    has_answer: Two
    is_unknown: Two
    is_asked: Two
    bounds: str
    out_of_100: str
    is_uncertain: Two
    is_one: Two
    is_none: str
    """What denies several: « n’est {} », with all of them after ``neither``."""
    includes: Two
    includes_none: str
    listing: Two
    """Between the last two of a list: « ou », and what is left out."""
    neither: Two
    """What stands before the first of those that are denied, and between them."""
    is_in: Two
    is_in_none: str
    either_place: str
    region: Two
    """« dans la région {} », and « dans une des régions {} »."""
    department: Two
    at_least: Two
    at_most: Two
    least: Two
    """« au moins une réponse est cochée à », and with a number."""
    most: tuple[str, str, str]
    """« aucune », « une au plus », and with a number."""
    left_out: str
    more_or_equal: str
    more: str
    less_or_equal: str
    less: str
    bounds_joint: Two
    is_singular: Callable[[Decimal], bool]
    """Whether a unit is in the singular after a number."""

    def quoted(self, text: str) -> str:
        """Return a text between quotation marks."""
        return self.quotes.format(text)

    def listed(self, words: Sequence[str], *, is_left_out: bool = False) -> str:
        """Return « a, b ou c »."""
        last = self.listing[is_left_out]
        return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"

    def none_of(self, words: Sequence[str]) -> str:
        """Return « ni a ni b »."""
        first, between = self.neither
        return f"{first} {f' {between} '.join(words)}"


FRENCH = ClauseWords(
    language="fr",
    quotes="«\u00a0{}\u00a0»",
    condition="la condition ",
    is_met=(" est remplie", " n’est pas remplie"),
    both=(", et ", ", ou "),
    answer="la réponse à ",
    question="la question ",
    number="le nombre répondu à ",
    score="le score de ",
    level="le niveau de ",
    has_answer=(" a une réponse, même «\u00a0je ne sais pas\u00a0»", " reste sans réponse"),
    is_unknown=(" est «\u00a0je ne sais pas\u00a0»", " n’est pas «\u00a0je ne sais pas\u00a0»"),
    is_asked=(" est posée", " n’est pas posée"),
    bounds=" est {}",
    out_of_100=" est {} sur 100",
    is_uncertain=(" reste incertain", " est certain"),
    is_one=(" est {}", " n’est pas {}"),
    is_none=" n’est {}",
    includes=(" comprend {}", " ne comprend pas {}"),
    includes_none=" ne comprend {}",
    listing=("ou", "ni"),
    neither=("ni", "ni"),
    is_in=(" se situe {}", " ne se situe pas {}"),
    is_in_none=" ne se situe {}",
    either_place=" ou ",
    region=("dans la région {}", "dans une des régions {}"),
    department=("dans le département {}", "dans un des départements {}"),
    at_least=(" est au moins {}", " est en dessous de {}"),
    at_most=(" est au plus {}", " est au-dessus de {}"),
    least=("au moins une réponse est cochée à ", "au moins {} réponses sont cochées à "),
    most=(
        "aucune réponse n’est cochée à ",
        "une réponse au plus est cochée à ",
        "{} réponses au plus sont cochées à ",
    ),
    left_out=" (sans compter {})",
    more_or_equal="d’au moins",
    more="de plus de",
    less_or_equal="d’au plus",
    less="de moins de",
    bounds_joint=(" et ", " ou "),
    is_singular=lambda number: abs(number) < 2,
)

ENGLISH = ClauseWords(
    language="en",
    quotes="“{}”",
    condition="the condition ",
    is_met=(" is met", " is not met"),
    both=(", and ", ", or "),
    answer="the answer to ",
    question="the question ",
    number="the number given for ",
    score="the score for ",
    level="the level of ",
    has_answer=(" has an answer, even “I don’t know”", " has no answer"),
    is_unknown=(" is “I don’t know”", " is not “I don’t know”"),
    is_asked=(" is asked", " is not asked"),
    bounds=" is {}",
    out_of_100=" is {} out of 100",
    is_uncertain=(" is still uncertain", " is certain"),
    is_one=(" is {}", " is not {}"),
    is_none=" is {}",
    includes=(" includes {}", " does not include {}"),
    includes_none=" includes {}",
    listing=("or", "or"),
    neither=("neither", "nor"),
    is_in=(" is {}", " is not {}"),
    is_in_none=" is {}",
    either_place=" or ",
    region=("in the region {}", "in one of the regions {}"),
    department=("in the department {}", "in one of the departments {}"),
    at_least=(" is at least {}", " is below {}"),
    at_most=(" is at most {}", " is above {}"),
    least=("at least one answer is ticked for ", "at least {} answers are ticked for "),
    most=(
        "no answer is ticked for ",
        "at most one answer is ticked for ",
        "at most {} answers are ticked for ",
    ),
    left_out=" (not counting {})",
    more_or_equal="at least",
    more="more than",
    less_or_equal="at most",
    less="less than",
    bounds_joint=(" and ", " or "),
    is_singular=lambda number: abs(number) == 1,
)

_OTHERS = {ENGLISH.language: ENGLISH}


def clause_words(language: str) -> ClauseWords:
    """Return the words of a language, French where it has none."""
    return _OTHERS.get(language, FRENCH)
