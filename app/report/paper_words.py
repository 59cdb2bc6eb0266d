"""Every word of the blank form that authors do not write, and conditions said with numbers.

In French and in English; any other language is served in English. Must not lay anything out.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.condition_words import word_condition
from app.domain.conditions import Condition
from app.domain.edition import Edition
from app.report.paper_contexts import PaperWords

FRENCH = PaperWords(
    kind="Questionnaire à remplir",
    how="Comment le remplir",
    steps=(
        "Seul ou à plusieurs, à l’écran ou sur papier. Un rond\u00a0: une seule réponse. Des "
        "carrés\u00a0: autant que vous voulez.",
        "«\u00a0Je ne sais pas\u00a0» est une réponse\u00a0: mieux vaut la cocher que deviner.",
        "N’écrivez rien qui désigne une personne.",
    ),
    on_screen=(
        "À l’écran\u00a0: remplissez, enregistrez le fichier, puis envoyez-le sur la page "
        "«\u00a0Reprendre depuis un fichier\u00a0» du service d’où il vient. Ne l’imprimez pas en "
        "PDF\u00a0: ses champs seraient perdus."
    ),
    on_screen_at=(
        "À l’écran\u00a0: remplissez, enregistrez le fichier (sans l’imprimer en PDF\u00a0: ses "
        "champs seraient perdus), puis envoyez-le sur {}"
    ),
    on_paper=(
        "Sur papier\u00a0: recopiez les réponses en ligne, une question par page, ou remettez ces "
        "feuilles à qui le fera."
    ),
    on_paper_at=(
        "Sur papier\u00a0: recopiez les réponses en ligne, une question par page, sur {}, ou "
        "remettez ces feuilles à qui le fera."
    ),
    with_a_pen=(
        "Au stylo, cochez d’une croix\u00a0; pour corriger, noircissez la case et cochez-en une "
        "autre."
    ),
    done="C’est fini\u00a0?",
    left_empty=(
        "Une question laissée vide vous sera posée en ligne\u00a0: rien n’est deviné à votre place."
    ),
    how_back="La première page dit comment rendre ces réponses.",
    one="Une seule réponse.",
    several="Une ou plusieurs réponses.",
    number="Un nombre, entre {} et {}.",
    department="Département",
    department_hint="Son numéro ou son nom.",
    choose="Choisissez",
    optional="facultatif",
    only_if="Seulement si {}.",
    otherwise="Sinon, passez à la question {}.",
    otherwise_end="Sinon, c’est terminé.",
    characters="{} caractères au plus.",
    minutes="{} minutes",
    minutes_range="{} à {} minutes",
    questions="{} questions",
    after="Et ensuite",
    after_steps=(
        "Une fois les réponses en ligne, vous voyez où vous en êtes, volet par volet, et pourquoi. "
        "Vous repartez avec une feuille de route en PDF\u00a0: six premières actions au plus, "
        "chacune avec sa raison."
    ),
    not_covered="Ce que ce parcours ne couvre pas",
    section="Partie {} sur {}",
    question="Question {}",
    edition="édition {}",
    description="Le parcours et l’édition de ce questionnaire, pour le relire une fois rempli.",
)

ENGLISH = PaperWords(
    kind="Questionnaire to fill in",
    how="How to fill it in",
    steps=(
        "Alone or together, on screen or on paper. Circles: one answer only. Squares: as many as "
        "you like.",
        "“I don’t know” is an answer: better to tick it than to guess.",
        "Write nothing that names a person.",
    ),
    on_screen=(
        "On screen: fill it in, save the file, then send it on the page “Start from a file” "
        "of the service it comes from. Do not print it to PDF: its fields would be lost."
    ),
    on_screen_at=(
        "On screen: fill it in, save the file (do not print it to PDF: its fields would be lost), "
        "then send it on {}"
    ),
    on_paper=(
        "On paper: copy the answers online, one question a page, or hand these sheets to whoever "
        "will do so."
    ),
    on_paper_at=(
        "On paper: copy the answers online, one question a page, at {}, or hand these sheets to "
        "whoever will do so."
    ),
    with_a_pen="With a pen, make a cross; to correct one, fill the box in and cross another.",
    done="All done?",
    left_empty="A question left empty will be asked online: nothing is guessed for you.",
    how_back="The first page says how to send these answers back.",
    one="One answer only.",
    several="One answer or more.",
    number="A number, between {} and {}.",
    department="Department",
    department_hint="Its number or its name.",
    choose="Choose",
    optional="optional",
    only_if="Only if {}.",
    otherwise="If not, go to question {}.",
    otherwise_end="If not, you are done.",
    characters="At most {} characters.",
    minutes="{} minutes",
    minutes_range="{} to {} minutes",
    questions="{} questions",
    after="What comes next",
    after_steps=(
        "Once the answers are online, you see where you stand, part by part, and why. You leave "
        "with a roadmap as a PDF: six first actions at most, each with its reason."
    ),
    not_covered="What this pathway does not cover",
    section="Part {} of {}",
    question="Question {}",
    edition="edition {}",
    description="The pathway and edition of this questionnaire, to read it once it is filled in.",
)


def words_in(language: str) -> PaperWords:
    """Return the fixed words of a form in a language."""
    return FRENCH if language == "fr" else ENGLISH


def say_condition(
    edition: Edition, condition: Condition, numbers: Mapping[str, int], language: str
) -> str:
    """Return a condition as a clause after « si », questions named by their number.

    The edition must be read in the language.
    """
    before, numbered = _IN_ENGLISH if language == "en" else _IN_FRENCH
    said = ""
    for span in word_condition(edition, condition):
        if span.kind == "question" and span.id in numbers:
            said = f"{said.removesuffix(before)}{numbered}{numbers[span.id]}"
        else:
            said += span.text
    return said


_IN_FRENCH = ("la question ", "la question\u00a0")
_IN_ENGLISH = ("the question ", "question ")
