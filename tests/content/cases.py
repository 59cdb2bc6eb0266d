"""One fault for every code of finding: what to change in the small folder, and where it shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.content.folders import FIGURES, QUESTIONS, RESOURCES, RULES, SOURCES


@dataclass(frozen=True)
class Case:
    """A change, the code it must give, and a text on the line where it must be told.

    ``at`` may be ``first>>second``: the first line with the second text after one with the first.
    ``remedy`` is a part of the message or remedy that must be said.
    """

    code: str
    file: str
    old: str
    new: str
    at: str
    remedy: str = ""
    more: tuple[tuple[str, str, str], ...] = field(default=())
    """Further changes: file, old, new."""
    shown_in: str = ""
    """The file the finding is about, if it is not the one changed."""
    spares: bool = False
    """Whether the pathway can be served all the same: it does not rest on what is faulty."""

    @property
    def name(self) -> str:
        return f"{self.code}: {' '.join(self.new.split())[:40]}"


NEVER = '{id: never, label: "Jamais", score: 0}'
LAST_LEVEL = '  - {level: active, label: "Actifs", at_least: 67}'
FIRST_LEVEL = '  - {level: not_engaged, label: "Pas encore lancés", at_least: 0, below: 34}'
SECOND_LEVEL = '  - {level: first_steps, label: "Premiers pas", at_least: 34, below: 67}'
PLANNING_WHEN = "when: {answer: planning, one_of: [none, oral]}"
PARTNERS = "      - id: partenaires"

READING = (
    Case("yaml-syntax", QUESTIONS, "order: 50", "order: [50", "duration", "crochet"),
    Case("yaml-syntax", QUESTIONS, "order: 50", 'order: "50', "duration", "guillemet"),
    Case(
        "yaml-syntax",
        SOURCES,
        'year: 2020, url: "https://example.org/guide"}',
        'year: 2020, url: "https://example.org/guide}',
        "G1",
        "Fermez les guillemets",
    ),
    Case("yaml-syntax", QUESTIONS, "order: 50", "\torder: 50", "\torder", "tabulation"),
    Case("yaml-syntax", QUESTIONS, "language: fr", "language: fr: de", "fr: de", "guillemets"),
    Case(
        "yaml-duplicate-key",
        QUESTIONS,
        "order: 50",
        "order: 50\norder: 60",
        "order: 60",
        "ligne 10",
    ),
    Case("yaml-alias", QUESTIONS, "order: 50", "order: &x 50", "&x", "&x"),
    Case("yaml-alias", QUESTIONS, "order: 50", "order: *x", "*x", "*x"),
    Case("yaml-tag", QUESTIONS, "order: 50", "order: !!python/object:os.system 50", "!!python"),
    Case("yaml-tag", QUESTIONS, "order: 50", "order: !!int 50", "!!int"),
    Case("yaml-tag", QUESTIONS, "id: jardin", "%YAML 1.1\n---\nid: jardin", "---"),
    Case("yaml-key", QUESTIONS, "order: 50", "[order]: 50", "[order]"),
    Case("yaml-too-deep", QUESTIONS, "order: 50", f"order: {'[' * 60}{']' * 60}", "order"),
    Case("yaml-several-documents", QUESTIONS, "order: 50", "---\norder: 50", "---"),
    Case("file-character", QUESTIONS, "order: 50", 'order: "\\x07"', "order"),
    Case("file-character", QUESTIONS, "order: 50", "order: \x07", "order"),
)

SHAPE = (
    Case("key-unknown", QUESTIONS, "audience:", "audiance:", "audiance", "« audience »"),
    Case("key-unknown", QUESTIONS, 'hint: "Arrosage', 'hnit: "Arrosage', "hnit", "« hint »"),
    Case(
        "key-missing",
        QUESTIONS,
        'summary: "Cinq minutes pour voir ce qui tient et ce qui manque."\n',
        "",
        "id: jardin",
        "summary",
    ),
    Case(
        "key-missing",
        QUESTIONS,
        '{id: often, label: "Souvent", score: 2}',
        "{id: often, score: 2}",
        "id: often",
        "label",
    ),
    Case("key-missing", QUESTIONS, "        kind: single\n", "", "- id: planning", "kind"),
    Case("value-unknown", QUESTIONS, "kind: single", "kind: singel", "singel", "« single »"),
    Case("value-unknown", QUESTIONS, "aggregation: mean", "aggregation: moyen", "moyen", "mean"),
    Case(
        "value-unknown",
        QUESTIONS,
        '      not_engaged: "Chacun',
        '      not_engagd: "Chacun',
        "not_engagd",
        "« not_engaged »",
    ),
    Case(
        "value-unknown",
        RULES,
        "horizon: operational",
        "horizon: operationnal",
        "operationnal",
        "« operational »",
    ),
    Case("value-unknown", RESOURCES, "kind: tool", "kind: outil", "kind: outil", "tool"),
    Case(
        "value-type", QUESTIONS, 'title: "Organisation"', "title: 2021", "title: 2021", "guillemets"
    ),
    Case(
        "value-type",
        QUESTIONS,
        'title: "Organisation"',
        "title:",
        "id: organisation>>title:",
        "n’a pas de valeur",
    ),
    Case(
        "value-type",
        QUESTIONS,
        "weight: 2\n    source",
        "weight: true\n    source",
        "true",
        "nombre",
    ),
    Case("value-type", QUESTIONS, "unknown: true", "unknown: oui", "unknown: oui", "true"),
    Case("value-type", QUESTIONS, "order: 50", "order: 5.5", "order: 5.5", "entier"),
    Case(
        "value-type",
        QUESTIONS,
        "{level: voisinage, at_least: first_steps}",
        "{level: 3, at_least: first_steps}",
        "level: 3",
        "texte",
    ),
    Case("value-type", RESOURCES, "use: [act]", "use: act", "use: act", "liste"),
    Case("value-type", RESOURCES, "url_checked:", "url_checked: hier", "hier", "2021-05-20"),
    Case(
        "value-length", QUESTIONS, 'title: "Organisation"', 'title: ""', 'title: ""', "au moins 1"
    ),
    Case("value-length", RESOURCES, "audiences: [jardin]", "audiences: []", "audiences: []"),
    Case("value-range", QUESTIONS, "order: 50", "order: 5000", "order: 5000", "1000"),
    Case("value-malformed", QUESTIONS, "language: fr", "language: french", "french"),
    Case(
        "id-malformed",
        QUESTIONS,
        "id: organisation",
        "id: Organisation générale",
        "Organisation générale",
        "minuscules",
    ),
    Case(
        "url-invalid",
        RESOURCES,
        "https://example.org/planning",
        "www.example.org",
        "www",
        "https://",
    ),
    Case("url-invalid", SOURCES, "https://example.org/guide", "javascript:alert(1)", "G1"),
    Case(
        "condition-unknown",
        RULES,
        "{unknown: planning}",
        "{unkown: planning}",
        "unkown",
        "« unknown »",
    ),
    Case(
        "condition-unknown",
        RULES,
        "{unknown: planning}",
        "{unknown: planning, visible: planning}",
        "visible: planning",
        "all",
    ),
    Case("condition-unknown", RULES, "{unknown: planning}", "planning", "when: planning"),
    Case(
        "condition-operator",
        RULES,
        "one_of: [none, oral]}",
        "is: none, one_of: [oral]}",
        "is: none",
        "un seul",
    ),
    Case(
        "condition-operator",
        RULES,
        "{level: voisinage, at_most: first_steps}",
        "{level: voisinage}",
        "{level: voisinage}",
    ),
    Case(
        "condition-operator",
        RULES,
        "{number: personnes, below: 10}",
        "{number: personnes}",
        "petit:",
    ),
    Case(
        "condition-operator",
        RULES,
        '{territory: departement, regions: ["94"]}',
        "{territory: departement}",
        "en-corse",
    ),
    Case(
        "option-meaning",
        QUESTIONS,
        'label: "Je ne sais pas", unknown: true',
        'label: "Je ne sais pas", unknown: true, score: 1',
        "unknown: true, score: 1",
    ),
    Case(
        "score-range",
        QUESTIONS,
        "score_range: {minimum: 0, maximum: 2}",
        "score_range: {minimum: 2, maximum: 2}",
        "score_range",
    ),
)

IDS = (
    Case(
        "question-unknown",
        RULES,
        "{unknown: planning}",
        "{unknown: plannning}",
        "plannning",
        "« planning »",
    ),
    Case(
        "question-unknown",
        FIGURES,
        "questions: [planning]",
        "questions: [planing]",
        "planing",
        "« planning »",
    ),
    Case(
        "question-unknown",
        RULES,
        "répartissent {planning}.",
        "répartissent {planing}.",
        "{planing}",
        "« planning »",
    ),
    Case("option-unknown", RULES, "one_of: [none, oral]", "one_of: [none, orl]", "orl", "« oral »"),
    Case(
        "dimension-unknown",
        QUESTIONS,
        "dimension: organisation\n        weight",
        "dimension: organization\n        weight",
        "organization",
        "« organisation »",
    ),
    Case(
        "dimension-unknown",
        RULES,
        "dimension: voisinage",
        "dimension: voisin",
        "voisin",
        "« voisinage »",
    ),
    Case(
        "dimension-unknown",
        RULES,
        "{level: voisinage, at_most",
        "{level: voisinages, at_most",
        "voisinages",
        "« voisinage »",
    ),
    Case(
        "dimension-unknown",
        RULES,
        "« {level:voisinage} »",
        "« {level:voisin} »",
        "{level:vois",
        "« voisinage »",
    ),
    Case(
        "dimension-unknown",
        RESOURCES,
        "dimensions: [organisation]",
        "dimensions: [organization]",
        "organization",
        "« organisation »",
    ),
    Case(
        "dimension-unknown",
        FIGURES,
        "dimensions: [organisation]",
        "dimensions: [organe]",
        "[organe]",
    ),
    Case(
        "level-unknown",
        RULES,
        "at_most: first_steps",
        "at_most: pioneer",
        "pioneer",
        "not_engaged, first_steps, active",
    ),
    Case(
        "answer-set-unknown",
        QUESTIONS,
        "answers: how-often",
        "answers: how-oftens",
        "how-oftens",
        "« how-often »",
    ),
    Case(
        "condition-name-unknown", RULES, "{meets: petit}", "{meets: petits}", "petits", "« petit »"
    ),
    Case(
        "resource-unknown",
        RULES,
        "recommend: [fete-des-voisins]",
        "recommend: [fete-des-voisin]",
        "fete-des-voisin]",
        "« fete-des-voisins »",
    ),
    Case(
        "questionnaire-unknown",
        RULES,
        "questionnaire: jardin",
        "questionnaire: jardins",
        "jardins",
        "« jardin »",
    ),
    Case(
        "questionnaire-unknown",
        FIGURES,
        "questionnaire: jardin,",
        "questionnaire: jardins,",
        "jardins,",
        "« jardin »",
        spares=True,
    ),
    Case(
        "figure-unknown",
        FIGURES,
        "superseded_by: jardins-2020",
        "superseded_by: jardins-202",
        "superseded_by",
        "« jardins-2020 »",
        spares=True,
    ),
    Case(
        "source-unknown",
        RESOURCES,
        '{document: G1, place: "page 8"}',
        '{document: G2, place: "page 8"}',
        "G2",
        ": G1.",
    ),
    Case(
        "source-unknown",
        QUESTIONS,
        '{document: G1, place: "page 4"}',
        '{document: G2, place: "page 4"}',
        "G2",
    ),
    Case(
        "source-unknown",
        QUESTIONS,
        '{document: G1, place: "page 3"}',
        '{document: G2, place: "page 3"}',
        "G2",
    ),
    Case(
        "source-unknown",
        FIGURES,
        '{document: G1, place: "page 2"}',
        '{document: G2, place: "page 2"}',
        "G2",
    ),
    Case(
        "region-unknown",
        RESOURCES,
        'regions: ["52"]',
        'regions: ["Pays de Loire"]',
        "Pays de Loire",
        "« 52 »",
    ),
    Case("region-unknown", RULES, 'regions: ["94"]', 'regions: ["20"]', "en-corse"),
    Case("department-unknown", RULES, 'regions: ["94"]', 'departments: ["20"]', "en-corse"),
    Case(
        "department-unknown",
        RULES,
        'regions: ["94"]',
        'departments: ["Corse du Sud"]',
        "en-corse",
        "« 2A »",
    ),
    Case(
        "section-duplicate",
        QUESTIONS,
        "- id: pratiques",
        "- id: contexte",
        "id: nom>>- id: contexte",
    ),
    Case(
        "question-duplicate",
        QUESTIONS,
        "- id: affichage",
        "- id: planning",
        "              - id: planning",
        QUESTIONS,
    ),
    Case(
        "option-duplicate",
        QUESTIONS,
        "{id: sometimes,",
        "{id: never,",
        '{id: never, label: "Quelquefois"',
    ),
    Case("option-duplicate", QUESTIONS, "{id: oral,", "{id: none,", '"On se le dit"'),
    Case(
        "dimension-duplicate",
        QUESTIONS,
        "- id: voisinage",
        "- id: organisation",
        "- id: organisation>>- id: organisation",
    ),
    Case(
        "rule-duplicate",
        RULES,
        "- id: planning-inconnu",
        "- id: planning-a-ecrire",
        "- id: planning-a-ecrire>>- id: planning-a-ecrire",
    ),
    Case(
        "resource-duplicate",
        RESOURCES,
        "- id: fete-des-voisins",
        "- id: modele-de-planning",
        "- id: modele-de-planning>>- id: modele-de-planning",
    ),
    Case(
        "figure-duplicate",
        FIGURES,
        "- id: jardins-2015",
        "- id: jardins-2020",
        "- id: jardins-2020>>- id: jardins-2020",
    ),
    Case(
        "source-duplicate",
        SOURCES,
        "sources:\n",
        "sources:\n  - {id: G1, title: Autre, publisher: Autre, year: 2019}\n",
        "Guide des jardins",
    ),
    Case("id-reserved", QUESTIONS, "- id: affichage", "- id: overall", "id: overall"),
)

QUESTION = (
    Case(
        "context-scored",
        QUESTIONS,
        "        unit: personnes\n",
        "        unit: personnes\n        dimension: organisation\n        bands:\n"
        "          - {at_least: 1, score: 1}\n",
        "dimension: organisation",
    ),
    Case(
        "text-scored",
        QUESTIONS,
        "        optional: true\n",
        "        optional: true\n        dimension: organisation\n",
        "dimension: organisation",
    ),
    Case(
        "question-without-score",
        QUESTIONS,
        "                kind: single\n",
        "                kind: single\n                dimension: organisation\n",
        "- id: affichage",
    ),
    Case(
        "question-without-score",
        QUESTIONS,
        "        optional: true\n        max_length: 80\n",
        '      - {id: lieu, kind: territory, text: "Où ?", dimension: voisinage}\n',
        "id: lieu",
    ),
    Case(
        "option-without-score",
        QUESTIONS,
        'phrase: "à l’oral", score: 1}',
        'phrase: "à l’oral"}',
        "id: oral",
    ),
    Case("option-without-score", QUESTIONS, NEVER, '{id: never, label: "Jamais"}', "id: never"),
    Case(
        "score-ignored",
        QUESTIONS,
        "        dimension: organisation\n        bands",
        "        bands",
        "- id: heures",
    ),
    Case(
        "score-out-of-range",
        QUESTIONS,
        "score: 2\n            effort",
        "score: 3\n            effort",
        "score: 3",
    ),
    Case(
        "score-out-of-range",
        QUESTIONS,
        NEVER,
        '{id: never, label: "Jamais", score: -1}',
        "score: -1",
    ),
    Case(
        "score-out-of-range",
        QUESTIONS,
        "{at_least: 10, score: 2}",
        "{at_least: 10, score: 2.5}",
        "score: 2.5",
    ),
    Case(
        "too-many-options",
        QUESTIONS,
        "          - {id: school,",
        "".join(f'          - {{id: p{n}, label: "Partenaire {n}", score: 1}}\n' for n in range(9))
        + "          - {id: school,",
        "id: partenaires>>options:",
    ),
    Case(
        "options-only-special",
        QUESTIONS,
        '{id: jardin, label: "Au jardin"}',
        '{id: jardin, label: "Au jardin", unknown: true}',
        "id: affichage>>options:",
        more=(
            (QUESTIONS, 'label: "Sur internet"}', 'label: "Sur internet", not_applicable: true}'),
        ),
    ),
    Case(
        "option-not-special",
        QUESTIONS,
        'label: "Hors de France", not_applicable: true}',
        'label: "Hors de France"}',
        "ailleurs",
    ),
    Case(
        "follow-up-shared",
        QUESTIONS,
        NEVER,
        '{id: never, label: "Jamais", score: 0, '
        'follow_up: [{id: encore, kind: scale, text: "Et encore ?", answers: how-often}]}',
        "id: encore",
    ),
    Case(
        "follow-up-unknown",
        QUESTIONS,
        '          - {id: unsure, label: "Je ne sais pas", unknown: true}',
        '          - id: unsure\n            label: "Je ne sais pas"\n'
        "            unknown: true\n            follow_up:\n"
        '              - {id: qui, kind: text, text: "Qui saurait ?"}',
        "id: qui",
    ),
    Case("number-bounds", QUESTIONS, "maximum: 500", "maximum: 1", "maximum: 1"),
    Case(
        "bands-order",
        QUESTIONS,
        "{at_least: 2, below: 10, score: 1}",
        "{at_least: 10, below: 2, score: 1}",
        "at_least: 10, below: 2",
    ),
    Case(
        "bands-gap",
        QUESTIONS,
        "{at_least: 0, below: 2, score: 0}",
        "{at_least: 0, below: 1, score: 0}",
        "{at_least: 2, below: 10",
    ),
    Case(
        "bands-overlap",
        QUESTIONS,
        "{at_least: 0, below: 2, score: 0}",
        "{at_least: 0, below: 3, score: 0}",
        "{at_least: 2, below: 10",
    ),
    Case(
        "bands-overlap",
        QUESTIONS,
        "{at_least: 0, below: 2, score: 0}",
        "{at_least: 0, score: 0}",
        "{at_least: 2, below: 10",
    ),
    Case(
        "bands-cover",
        QUESTIONS,
        "{at_least: 0, below: 2, score: 0}",
        "{at_least: 1, below: 2, score: 0}",
        "{at_least: 1, below: 2",
    ),
    Case(
        "bands-cover",
        QUESTIONS,
        "{at_least: 10, score: 2}",
        "{at_least: 10, below: 168, score: 2}",
        "below: 168",
    ),
    Case(
        "dimension-empty",
        QUESTIONS,
        "dimensions:\n",
        'dimensions:\n  - {id: vide, title: "Vide"}\n',
        "id: vide",
    ),
    Case(
        "duration-order",
        QUESTIONS,
        "{minimum: 4, maximum: 6,",
        "{minimum: 8, maximum: 6,",
        "duration",
    ),
    Case(
        "show-when-operator",
        QUESTIONS,
        "show_when: {number: personnes, at_least: 2}",
        "show_when: {level: organisation, is: active}",
        "show_when",
        "« level »",
    ),
    Case(
        "show-when-operator",
        QUESTIONS,
        "show_when: {number: personnes, at_least: 2}",
        "show_when: {not: {score: organisation, above: 2}}",
        "show_when",
        "« score »",
    ),
    Case(
        "show-when-order",
        QUESTIONS,
        "        unit: personnes\n",
        "        unit: personnes\n        show_when: {answer: planning, is: none}\n",
        "show_when",
        "plus tard",
    ),
    Case(
        "show-when-order",
        QUESTIONS,
        "show_when: {number: personnes, at_least: 2}",
        "show_when: {answer: partenaires, includes: town}",
        "show_when",
        "elle-même",
    ),
    Case(
        "scored-by-scored",
        QUESTIONS,
        "show_when: {number: personnes, at_least: 2}",
        "show_when: {answer: planning, is: oral}",
        "- id: partenaires",
        "« planning »",
    ),
    Case(
        "scored-by-scored",
        QUESTIONS,
        '{id: jardin, label: "Au jardin"}',
        '{id: jardin, label: "Au jardin", score: 1}',
        "- id: affichage",
        more=(
            (QUESTIONS, 'label: "Sur internet"}', 'label: "Sur internet", score: 1}'),
            (
                QUESTIONS,
                "                kind: single\n",
                "                kind: single\n                dimension: organisation\n",
            ),
        ),
    ),
    Case(
        "unknown-unread",
        RULES,
        "when: {unknown: planning}",
        "when: {answer: planning, is: oral}",
        "- id: planning",
        shown_in=QUESTIONS,
    ),
    Case(
        "answer-set-unused",
        QUESTIONS,
        "answer_sets:\n",
        "answer_sets:\n  autre:\n    options:\n"
        '      - {id: yes, label: "Oui", score: 1}\n'
        '      - {id: no, label: "Non", score: 0}\n',
        "  autre:",
    ),
)

LEVELS = (
    Case(
        "levels-order",
        QUESTIONS,
        "{level: first_steps, label",
        "{level: not_engaged, label",
        "{level: not_engaged, label>>{level: not_engaged, label",
    ),
    Case("levels-start", QUESTIONS, FIRST_LEVEL, FIRST_LEVEL.replace("0,", "5,"), "at_least: 5"),
    Case(
        "levels-end",
        QUESTIONS,
        LAST_LEVEL,
        LAST_LEVEL.replace("67", "67, below: 100"),
        "below: 100",
    ),
    Case("levels-gap", QUESTIONS, SECOND_LEVEL, SECOND_LEVEL.replace("34", "36"), "at_least: 36"),
    Case(
        "levels-overlap", QUESTIONS, SECOND_LEVEL, SECOND_LEVEL.replace("34", "30"), "at_least: 30"
    ),
    Case(
        "levels-decimals",
        QUESTIONS,
        SECOND_LEVEL,
        SECOND_LEVEL.replace("34", "34.25"),
        "at_least: 34.25",
    ),
    Case(
        "requires-operator",
        QUESTIONS,
        "{level: voisinage, at_least: first_steps}",
        "{level: voisinage, is: active}",
        "voisinage, is",
        "at_least",
    ),
    Case(
        "requires-operator",
        QUESTIONS,
        "{level: voisinage, at_least: first_steps}",
        "{unknown: planning}",
        "{unknown: planning}",
        "« unknown »",
    ),
    Case(
        "requires-operator",
        QUESTIONS,
        "{level: voisinage, at_least: first_steps}",
        "{not: {answer: planning, is: none}}",
        "{not:",
        "« not »",
    ),
    Case(
        "requires-operator",
        QUESTIONS,
        "{level: voisinage, at_least: first_steps}",
        "{score: voisinage, above: 20}",
        "above: 20",
        "at_least",
    ),
    Case(
        "requires-descendant",
        QUESTIONS,
        LAST_LEVEL,
        '  - level: active\n    label: "Actifs"\n'
        "    at_least: 67\n    requires:\n"
        '      - {when: {score: organisation, at_least: 50}, label: "Être organisés."}',
        "score: organisation",
    ),
    Case(
        "requires-descendant",
        QUESTIONS,
        "{level: voisinage, at_least: first_steps}",
        "{level: overall, at_least: first_steps}",
        "level: overall",
    ),
    Case(
        "requires-lowest",
        QUESTIONS,
        FIRST_LEVEL,
        FIRST_LEVEL.replace(
            "34}", '34, requires: [{when: {answer: planning, is: oral}, label: "Se parler."}]}'
        ),
        "requires: [{when",
    ),
    Case(
        "portrait-missing",
        QUESTIONS,
        '      active: "Le quartier compte sur le jardin."\n',
        "",
        "id: voisinage>>portraits:",
        "active",
    ),
    Case(
        "portrait-unused",
        QUESTIONS,
        '      active: "Le quartier compte sur le jardin."\n',
        '      active: "Le quartier compte sur le jardin."\n      pioneer: "Rien de plus."\n',
        "pioneer:",
    ),
    Case(
        "text-duplicate",
        QUESTIONS,
        '"Le quartier compte sur le jardin."',
        '"Chacun vient  quand il peut."',
        "Chacun vient  quand",
    ),
)

RULE = (
    Case("operator-kind", RULES, "includes: nobody", "is: nobody", "is: nobody", "includes"),
    Case(
        "operator-kind",
        RULES,
        PLANNING_WHEN,
        "when: {answer: planning, includes: oral}",
        "includes: oral",
        "one_of",
    ),
    Case(
        "operator-kind",
        RULES,
        PLANNING_WHEN,
        "when: {number: planning, at_least: 2}",
        "number: planning",
        "answer",
    ),
    Case(
        "operator-kind",
        RULES,
        PLANNING_WHEN,
        'when: {territory: planning, regions: ["94"]}',
        "territory: planning",
    ),
    Case(
        "operator-kind",
        RULES,
        PLANNING_WHEN,
        "when: {answer: heures, is: oral}",
        "answer: heures",
        "number",
    ),
    Case(
        "operator-kind",
        RULES,
        PLANNING_WHEN,
        "when: {answer: nom, is: oral}",
        "answer: nom",
        "answered",
    ),
    Case(
        "option-special",
        RULES,
        "one_of: [none, oral]",
        "one_of: [none, unsure]",
        "unsure",
        "{unknown: planning}",
    ),
    Case(
        "context-kind",
        RULES,
        PLANNING_WHEN,
        "when: {context: planning, one_of: [none, oral]}",
        "context: planning",
        "answer",
    ),
    Case(
        "number-never",
        RULES,
        "{number: personnes, below: 10}",
        "{number: personnes, below: 0}",
        "petit:",
    ),
    Case(
        "number-never",
        RULES,
        "includes: nobody",
        "count_at_least: 4",
        "count_at_least: 4",
        "3 options",
    ),
    Case(
        "condition-loop",
        RULES,
        "petit: {number: personnes, below: 10}",
        "petit: {not: {meets: en-corse}}",
        "  petit:",
        "petit → en-corse → petit",
        more=((RULES, '{territory: departement, regions: ["94"]}', "{meets: petit}"),),
    ),
    Case("condition-unused", RULES, "        - not: {meets: petit}\n", "", "  petit:"),
    Case(
        "rule-without-cause",
        RULES,
        "when: {unknown: planning}",
        "when: {visible: planning}",
        "when: {visible",
    ),
    Case(
        "rule-without-cause",
        RULES,
        "when: {unknown: planning}",
        "when: {any: [{unknown: planning}, {answered: planning}]}",
        "when: {any: [{unknown: pl",
    ),
    Case(
        "rule-without-cause",
        RULES,
        "when: {unknown: planning}",
        "when: {not: {unknown: planning}}",
        "when: {not",
    ),
    Case("rules-missing", QUESTIONS, "id: jardin", "id: potager", "id: potager"),
    Case(
        "placeholder-malformed",
        RULES,
        "répartissent {planning}.",
        "répartissent { planning }.",
        "{ planning }",
    ),
    Case(
        "placeholder-malformed",
        RULES,
        'who: "Deux personnes du collectif"',
        'who: "Deux {planning}"',
        'who: "Deux {',
    ),
    Case(
        "placeholder-unread",
        RULES,
        "répartissent {planning}.",
        "répartissent {heures}.",
        "{heures}",
    ),
    Case(
        "placeholder-unanswered",
        RULES,
        "when: {any: [{unknown: heures}, {unknown: invitation}]}",
        "when: {any: [{unknown: heures}, {unknown: invitation}, {answer: invitation, is: never}]}",
        "quand le jardin",
        more=(
            (RULES, "quand le jardin s’ouvre aux autres", "quand le jardin invite {invitation}"),
        ),
    ),
    Case(
        "audience-missing",
        RESOURCES,
        "audiences: [jardin]",
        "audiences: [potager]",
        "recommend: [modele-de-planning]",
        shown_in=RULES,
    ),
    Case(
        "audience-unknown",
        RESOURCES,
        "audiences: [jardin]",
        "audiences: [jardin, jardins]",
        "jardins]",
        "« jardin »",
    ),
    Case(
        "resource-unused",
        RULES,
        "recommend: [modele-de-planning]",
        "recommend: [fete-des-voisins]",
        "- id: modele-de-planning",
        shown_in=RESOURCES,
        more=((RULES, "recommend: [modele-de-planning]", "recommend: [fete-des-voisins]"),),
    ),
    Case(
        "figure-loop",
        FIGURES,
        "    shown:\n",
        "    superseded_by: jardins-2015\n    shown:\n",
        "superseded_by: jardins-2015",
    ),
)

CASES = (*READING, *SHAPE, *IDS, *QUESTION, *LEVELS, *RULE)
