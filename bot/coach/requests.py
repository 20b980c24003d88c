"""A feature request looked at: which outcome, who has the problem and how often, what it stands beside (R11).

The request's own words are placed, what is missing stays a blank, and a conclusion names the answer that it rests on.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final

from bot.coach.answers import says_nothing
from bot.coach.clauses import clauses
from bot.coach.facts.marks import Fact, Mark, marks_of
from bot.coach.facts.vouched import own_words
from bot.coach.masking import clean
from bot.coach.placing import Heading
from bot.coach.reading import ANSWER, understood
from bot.coach.reframing import Claim, Question, Reframed, Section, Verdict
from bot.coach.vocabulary import WORD, is_small_talk
from bot.coach.wishes import WANTED, any_of, asks, is_request
from prompts.words import words

SLOTS: Final = ("wanted", "sufferers", "compared")
LONGEST: Final = 150  # characters of an answer in a conclusion


class Purpose(StrEnum):
    """What a person says that their words are to be looked at as."""

    UPDATE = "update"
    REQUEST = "request"


_UNDER: Final = {
    "asked": Heading.EVIDENCE,
    "wanted": Heading.OUTCOME,
    "sufferers": Heading.OPEN,
    "compared": Heading.TRADEOFF,
}


_HOW_OFTEN: Final = any_of(
    r"(?:every|each|per|a) (?:day|week|month|quarter|year)|daily|weekly|monthly|\d+ (?:times|of|out of)|times a",
    r"(?:jeden|jede|pro) (?:tag|woche|monat)|täglich|wöchentlich|chaque (?:jour|semaine|mois)|par (?:jour|semaine|mois)|cada (?:día|semana|mes)|por (?:día|semana|mes)",
)
_BESIDE: Final = any_of(
    r"instead of|compared (?:with|to)|competitors?|workaround|rather than|at the cost of|push(?:es)? (?:out|back)|more than any other",
    r"stattdessen|im vergleich|konkurrenz|wettbewerber|umweg|au lieu de|comparée? à|concurrents?|contournement|en lugar de|comparad[oa] con|competencia",
)
_NOBODY: Final = re.compile(
    r"(?:well|so far|hm+)?[ ,]*(?:nobody|no one|none|not one|zero|0|niemand|keiner?|personne|aucun|nadie|ninguno|nul)"
    r"(?: (?:so far|yet|that i know(?: of)?|we know(?: of)?|else|really|at all|bisher|noch|à ce jour|por ahora|todavía|hasta ahora|has (?:it|this problem)|(?:has )?asked))*[ .!]*",
    re.IGNORECASE,
)
_ANOTHER_WAY: Final = any_of(
    r"another way|already (?:do|does|has|have|exists?|possible|works?|covers?)|(?:can|could) already|workaround|would (?:do|be enough|suffice)|is enough|"
    r"without (?:building|the feature)|(?:simpler|cheaper|faster|easier) (?:way|to|with)|"
    r"(?:export|report|filter|template|integration|script|setting|doc|guide)s? (?:would|does|do|could|serves?)",
    r"anderer weg|geht (?:schon|bereits)|gibt es (?:schon|bereits)|reicht (?:schon|auch|aus)|würde (?:reichen|genügen)|einfacher",
    r"une autre (?:façon|manière|voie)|déjà possible|existe déjà|suffirait|suffit|plus simple",
    r"otra (?:forma|manera|vía)|ya (?:existe|se puede|es posible)|bastaría|basta con|más (?:sencillo|simple|barato)",
)
_DENIED: Final = any_of(
    r"not|no|never|nothing|n[o']t|isn't|doesn't|don't|won't|wouldn't|can't|cannot|hardly|nicht|kein\w*|nie|pas|aucune?|jamais|ningun[oa]?|ningún|nunca|tampoco"
)


def looked_at(text: str, answers: Mapping[str, str]) -> Reframed:
    """Place the request's own words and the answers; ask for what is missing, or say what the answers come to."""
    update = understood(text, (), {})
    given = {slot: clean(answers[slot], update.language).text for slot in SLOTS if slot in answers}
    given = {slot: answer for slot, answer in given.items() if _is_answer(slot, answer)}
    low = " ".join(fact.text for fact in update.facts).lower()
    if not given and is_small_talk(low, WORD.findall(low)) and not is_request(text):
        nothing = words(update.language).notes[Verdict.NOT_AN_UPDATE]
        return Reframed(Verdict.NOT_AN_UPDATE, update.language, update.kind, None, note=nothing)
    claims = _claims(update.facts, given)
    in_one_breath = any(WANTED.search(claim.text) for claim in claims["asked"])  # "… wants it so that …"
    open_slots = [slot for slot in SLOTS if not claims[slot] and not (slot == "wanted" and in_one_breath)]
    told = words(update.language)
    return Reframed(
        verdict=Verdict.REQUEST,
        language=update.language,
        kind=update.kind,
        metric=None,
        sections=tuple(_sections(update.language, claims, open_slots)),
        questions=tuple(Question(slot, told.questions[slot]) for slot in open_slots),
        left_out=tuple(told.left_out[reason] for reason in update.removed),
        note=_concluded(update.language, given, open_slots),
    )


def _is_answer(slot: str, answer: str) -> bool:
    """That nobody has the problem is an answer, and the most telling one."""
    return not says_nothing(answer) or (slot == "sufferers" and bool(_NOBODY.fullmatch(answer.strip())))


def _claims(facts: Sequence[Fact], given: Mapping[str, str]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {part: [] for part in ("asked", *SLOTS)}
    for fact in facts:
        found[_part(fact)].append(Claim(own_words(fact.text), fact.source))
    for slot, answer in given.items():
        found[slot] += [Claim(own_words(clause), f"{ANSWER}{slot}") for clause in clauses(answer)]
    return found


def _part(fact: Fact) -> str:
    """What is asked for stands first, with whatever else is said in the same breath."""
    return "asked" if asks(fact.text) else next(_told_in(fact.text), "asked")


def _told_in(clause: str) -> Iterator[str]:
    """Name the slots that a clause tells something of."""
    marks = marks_of(clause)
    if _BESIDE.search(clause) or Mark.TRADEOFF in marks:
        yield "compared"
    if _HOW_OFTEN.search(clause) or (Mark.WHO in marks and any(map(str.isdigit, clause))):
        yield "sufferers"
    if WANTED.search(clause) or Mark.TARGET in marks:
        yield "wanted"


def _sections(language: str, claims: Mapping[str, list[Claim]], open_slots: Sequence[str]) -> Iterator[Section]:
    told = words(language)
    for part, said in claims.items():
        gap = (told.blanks[part],) if part in open_slots else ()
        if said or gap:
            yield Section(_UNDER[part], told.request[part], tuple(said), gap)


def _concluded(language: str, given: Mapping[str, str], open_slots: Sequence[str]) -> str:
    """Say what the answers come to. Only an answer of the person can speak against a feature, and it is quoted."""
    told = words(language).notes
    if _NOBODY.fullmatch(given.get("sufferers", "").strip()):
        return told["request_nobody"].format(answer=_short(given["sufferers"]))
    another = next(filter(_names_another_way, clauses(given.get("compared", ""))), None)
    if another:
        return told["request_another_way"].format(answer=_short(another))
    return told["request_open" if open_slots else "request_holds"]


def _names_another_way(clause: str) -> bool:
    """In doubt it does not: a denial anywhere in the clause may be a denial of this."""
    plain = clause.replace("\u2019", "'")
    found = _ANOTHER_WAY.search(plain)
    return bool(found) and not _DENIED.search(plain)


def _short(answer: str) -> str:
    answer = answer.strip().rstrip(".")
    return answer if len(answer) <= LONGEST else answer[: LONGEST - 1] + "…"
