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
_NEVER_PLAIN: Final = frozenset({Mark.RESULT, Mark.DECISION, Mark.OUTPUT, Mark.TRUST, Mark.PROBLEM, Mark.INCIDENT})


def _any(*lines: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(lines) + r")(?!\w)", flags)


_WHO_ASKS: Final = (
    r"customers?|clients?|accounts?|users?|admins?|prospects?|partners?|sales|support|marketing|finance|legal|"
    r"(?:the|our) (?:ceo|cto|cfo|founder|board|vp|head) ?(?:of \w+)?"
)
_ASKS: Final = (
    _any(
        rf"(?:{_WHO_ASKS})(?: [\w&-]+){{0,3}} (?:(?:is|are|keeps?|have|has)(?: been)? )?(?:wants?|needs?|asks? for|asked for|asking for|requests?|requested|requesting|demands?|would like)(?! me\b)",
        r"feature request ?:|(?:can|could) (?:we|you) (?:please )?(?:add|build|support|offer|get|have|include)|please (?:add|build|support)|it would be (?:great|nice|good) (?:to have|if we)",
        r"(?:kunde|kundin|kunden|kundinnen|vertrieb|support|nutzer|nutzerinnen|marketing)(?: [\w&-]+){0,3} (?:möchten?|will|wollen|wünsch(?:t|en)|brauch(?:t|en)|frag(?:t|en) nach|forder(?:t|n)|hätten? gern)",
        r"(?:können|könnten) wir [^.?!]{1,60} (?:einbauen|bauen|hinzufügen|anbieten|ergänzen)",
        r"(?:clients?|clientes?|commerciaux|ventes|utilisateurs?|support|marketing)(?: [\w&-]+){0,3} (?:veut|veulent|demande(?:nt)?|voudrai(?:t|ent)|souhaite(?:nt)?|réclame(?:nt)?|a besoin|ont besoin)",
        r"(?:peut|pourrait)-on (?:ajouter|avoir|proposer)|pouvons-nous ajouter",
        r"(?:clientes?|ventas|usuari[oa]s?|soporte|marketing)(?: [\w&-]+){0,3} (?:quieren?|piden?|necesitan?|querrían?|solicitan?)",
        r"(?:podemos|podríamos) (?:añadir|agregar|ofrecer)",
    ),
    _any(
        r"(?!(?:I|We|You|They|He|She|It|This|That|And|But|If|Who|Nobody|Everybody|Ich|Wir|Nous|On|Yo)\b)[A-Z][\w&-]+ "
        r"(?:wants|asks for|asked for|is asking for|needs|möchte|wünscht sich|braucht|demande|souhaite|quiere|pide|necesita)"
        r"(?= (?:an?|the|our|us to|more|better|eine?n?|den|das|die|une?|le|la|el|[A-Z]{2,})\b)",
        flags=re.NOFLAG,
    ),
)
_WANTED: Final = _any(
    r"so (?:that )?(?:they|their|the|users|customers|admins|people|we)|in order to|to (?:save|reduce|avoid|stop|cut|increase|keep|renew|close)",
    r"damit|um [^.]{1,60} zu \w+en|pour (?:que|réduire|éviter|gagner|garder)|afin de|para (?:que|reducir|evitar|ahorrar)",
)
_HOW_OFTEN: Final = _any(
    r"(?:every|each|per|a) (?:day|week|month|quarter|year)|daily|weekly|monthly|\d+ (?:times|of|out of)|times a",
    r"(?:jeden|jede|pro) (?:tag|woche|monat)|täglich|wöchentlich|chaque (?:jour|semaine|mois)|par (?:jour|semaine|mois)|cada (?:día|semana|mes)|por (?:día|semana|mes)",
)
_BESIDE: Final = _any(
    r"instead of|compared (?:with|to)|competitors?|workaround|rather than|at the cost of|push(?:es)? (?:out|back)|more than any other",
    r"stattdessen|im vergleich|konkurrenz|wettbewerber|umweg|au lieu de|comparée? à|concurrents?|contournement|en lugar de|comparad[oa] con|competencia",
)
_NOBODY: Final = re.compile(
    r"(?:well|so far|hm+)?[ ,]*(?:nobody|no one|none|not one|zero|0|niemand|keiner?|personne|aucun|nadie|ninguno|nul)"
    r"(?: (?:so far|yet|that i know(?: of)?|we know(?: of)?|else|really|at all|bisher|noch|à ce jour|por ahora|todavía|hasta ahora|has (?:it|this problem)|(?:has )?asked))*[ .!]*",
    re.IGNORECASE,
)
_ANOTHER_WAY: Final = _any(
    r"another way|already (?:do|does|has|have|exists?|possible|works?|covers?)|(?:can|could) already|workaround|would (?:do|be enough|suffice)|is enough|"
    r"without (?:building|the feature)|(?:simpler|cheaper|faster|easier) (?:way|to|with)|"
    r"(?:export|report|filter|template|integration|script|setting|doc|guide)s? (?:would|does|do|could|serves?)",
    r"anderer weg|geht (?:schon|bereits)|gibt es (?:schon|bereits)|reicht (?:schon|auch|aus)|würde (?:reichen|genügen)|einfacher",
    r"une autre (?:façon|manière|voie)|déjà possible|existe déjà|suffirait|suffit|plus simple",
    r"otra (?:forma|manera|vía)|ya (?:existe|se puede|es posible)|bastaría|basta con|más (?:sencillo|simple|barato)",
)
_DENIED: Final = _any(
    r"not|no|never|nothing|n[o']t|isn't|doesn't|don't|won't|wouldn't|can't|cannot|hardly|nicht|kein\w*|nie|pas|aucune?|jamais|ningun[oa]?|ningún|nunca|tampoco"
)


def is_request(text: str) -> bool:
    """Whether a text plainly asks for a feature and tells nothing that was done, decided or noticed."""
    said = clauses(text)
    if not any(_asks(clause) for clause in said):
        return False
    return all(_NEVER_PLAIN.isdisjoint(marks_of(clause)) for clause in said)


def _asks(clause: str) -> bool:
    plain = clause.replace("\u2019", "'")
    return any(pattern.search(plain) for pattern in _ASKS) and _NEVER_PLAIN.isdisjoint(marks_of(plain))


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
    in_one_breath = any(_WANTED.search(claim.text) for claim in claims["asked"])  # "… wants it so that …"
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
    return "asked" if _asks(fact.text) else next(_told_in(fact.text), "asked")


def _told_in(clause: str) -> Iterator[str]:
    """Name the slots that a clause tells something of."""
    marks = marks_of(clause)
    if _BESIDE.search(clause) or Mark.TRADEOFF in marks:
        yield "compared"
    if _HOW_OFTEN.search(clause) or (Mark.WHO in marks and any(map(str.isdigit, clause))):
        yield "sufferers"
    if _WANTED.search(clause) or Mark.TARGET in marks:
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
