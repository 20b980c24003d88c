"""Whether a text asks for a feature, in four languages (R11)."""

import re
from collections.abc import Iterable
from typing import Final

from bot.coach.clauses import clauses
from bot.coach.facts.marks import Mark, marks_of

_NEVER_PLAIN: Final = frozenset({Mark.RESULT, Mark.DECISION, Mark.OUTPUT, Mark.TRUST, Mark.PROBLEM, Mark.INCIDENT})


def any_of(*lines: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Whole words that are like any of these."""
    return re.compile(r"(?<!\w)(?:" + "|".join(lines) + r")(?!\w)", flags)


_SIGNS: Final = frozenset(
    [
        "want",
        "wants",
        "need",
        "needs",
        "ask",
        "asks",
        "asked",
        "asking",
        "request",
        "requests",
        "requested",
        "requesting",
        "demand",
        "demands",
        "feature",
        "like",
        "would",
        "please",
        "can",
        "could",
        "möchte",
        "möchten",
        "will",
        "wollen",
        "wünscht",
        "wünschen",
        "brauch",
        "braucht",
        "brauchen",
        "fragt",
        "fragen",
        "fordert",
        "fordern",
        "hätte",
        "hätten",
        "können",
        "könnten",
        "veut",
        "veulent",
        "demande",
        "demandent",
        "voudrait",
        "voudraient",
        "souhaite",
        "souhaitent",
        "réclame",
        "réclament",
        "besoin",
        "peut",
        "pourrait",
        "pouvons",
        "quiere",
        "quieren",
        "pide",
        "piden",
        "necesita",
        "necesitan",
        "querría",
        "querrían",
        "solicita",
        "solicitan",
        "podemos",
        "podríamos",
    ]
)
_WHO_ASKS: Final = (
    r"customers?|clients?|accounts?|users?|admins?|prospects?|partners?|sales|support|marketing|finance|legal|"
    r"(?:the|our) (?:ceo|cto|cfo|founder|board|vp|head) ?(?:of \w+)?"
)
_ASKS: Final = (
    any_of(
        rf"(?:{_WHO_ASKS})(?: [\w&-]+){{0,3}} (?:(?:is|are|keeps?|have|has)(?: been)? )?(?:wants?|needs?|asks? for|asked for|asking for|requests?|requested|requesting|demands?|would like)(?! me\b)",
        r"feature request ?:|(?:can|could) (?:we|you) (?:please )?(?:add|build|support|offer|get|have|include)|please (?:add|build|support)|it would be (?:great|nice|good) (?:to have|if we)",
        r"(?:kunde|kundin|kunden|kundinnen|vertrieb|support|nutzer|nutzerinnen|marketing)(?: [\w&-]+){0,3} (?:möchten?|will|wollen|wünsch(?:t|en)|brauch(?:t|en)|frag(?:t|en) nach|forder(?:t|n)|hätten? gern)",
        r"(?:können|könnten) wir [^.?!]{1,60} (?:einbauen|bauen|hinzufügen|anbieten|ergänzen)",
        r"(?:clients?|clientes?|commerciaux|ventes|utilisateurs?|support|marketing)(?: [\w&-]+){0,3} (?:veut|veulent|demande(?:nt)?|voudrai(?:t|ent)|souhaite(?:nt)?|réclame(?:nt)?|a besoin|ont besoin)",
        r"(?:peut|pourrait)-on (?:ajouter|avoir|proposer)|pouvons-nous ajouter",
        r"(?:clientes?|ventas|usuari[oa]s?|soporte|marketing)(?: [\w&-]+){0,3} (?:quieren?|piden?|necesitan?|querrían?|solicitan?)",
        r"(?:podemos|podríamos) (?:añadir|agregar|ofrecer)",
    ),
    any_of(
        r"(?!(?:I|We|You|They|He|She|It|This|That|And|But|If|Who|Nobody|Everybody|Ich|Wir|Nous|On|Yo)\b)[A-Z][\w&-]+ "
        r"(?:wants|asks for|asked for|is asking for|needs|möchte|wünscht sich|braucht|demande|souhaite|quiere|pide|necesita)"
        r"(?= (?:an?|the|our|us to|more|better|eine?n?|den|das|die|une?|le|la|el|[A-Z]{2,})\b)",
        flags=re.NOFLAG,
    ),
)

WANTED: Final = any_of(
    r"so (?:that )?(?:they|their|the|users|customers|admins|people|we)|in order to|to (?:save|reduce|avoid|stop|cut|increase|keep|renew|close)",
    r"damit|um [^.]{1,60} zu \w+en|pour (?:que|réduire|éviter|gagner|garder)|afin de|para (?:que|reducir|evitar|ahorrar)",
)


def question_of(text: str) -> str:
    """The first thing that a request leaves open, as the slot of a question: what is wanted with it, or by whom."""
    return "sufferers" if WANTED.search(text) else "wanted"


def may_be_request(words: Iterable[str]) -> bool:
    """Whether a text with these words, in small letters, is worth a look: every `/win` waits for this."""
    return not _SIGNS.isdisjoint(words)


def is_request(text: str) -> bool:
    """Whether a text plainly asks for a feature and tells nothing that was done, decided or noticed."""
    said = clauses(text)
    if not any(asks(clause) for clause in said):
        return False
    return all(_NEVER_PLAIN.isdisjoint(marks_of(clause)) for clause in said)


def asks(clause: str) -> bool:
    """Whether a clause asks for something."""
    plain = clause.replace("\u2019", "'")
    return any(pattern.search(plain) for pattern in _ASKS) and _NEVER_PLAIN.isdisjoint(marks_of(plain))
