"""Greetings, openings and cries round an update: no facts, so they need no place in it."""

import re
from enum import StrEnum
from typing import Final

from bot.coach.clauses import sentences
from bot.coach.vocabulary import GREETING, WORD, word_set

_CRIES: Final = re.compile(
    r"(?:(?:great|yay|wow|nice|awesome|hooray|woohoo|cool|super|toll|klasse|prima|hurra|génial|bravo|youpi|chouette|genial|bien|vaya)(?:, +|!+(?: +|$)))+",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(
    r"(?:(?:hi|hello|hey|dear|hallo|liebe[srn]?|salut|bonjour|hola)\b[^.:!?\d]{0,30}[,:!.]+(?: +|$))?"
    r"(?:(?:just )?(?:a )?(?:quick|short|brief|small) (?:recap|update|note|summary)\b|(?:weekly|status|friday|monday) (?:update|recap|report)\b|fyi\b|tl;?dr\b"
    r"|(?:ein )?(?:kurzes|kleines) update\b|kurze (?:info|zusammenfassung)\b|(?:un )?petit (?:point|résumé|message)\b|(?:una? )?(?:breve|pequeñ[oa]) (?:resumen|actualización|nota)\b)?(?:[:,!] +)?",
    re.IGNORECASE,
)
_LONGEST_OPENING = 7
_INVITATION: Final = re.compile(
    r"(?:please |just )?(?:ping|call|e?-?mail|write(?: to)?|contact|reach|text|dm) (?:me|us)(?: (?:up|directly))?(?: (?:at|on|under|via) (?:\[\w+\]|\S{1,40}))?[.!]*"
    r"|(?:what a|(?:a )?(?:big|busy|good|great|crazy|long)) (?:week|day|month|sprint)[.!]*",
    re.IGNORECASE,
)
_EMOJI: Final = re.compile(r":[a-z0-9_+'-]+:")
_HELLO: Final = word_set("hi hello hey morning hallo moin servus salut bonjour bonsoir hola buenos buenas")
_ASKS_FOR_HELP: Final = re.compile(
    r"(?:help|hilfe|aide|ayuda)(?: me)?|what (?:can|do) (?:you|i) do(?: (?:here|with you|for me))?|how (?:does (?:this|it|that)|do you) work"
    r"|who are you|was kannst du(?: (?:tun|alles|machen))*|wie funktioniert (?:das|es)|que (?:peux|sais)[- ]tu faire|comment (?:ça|ca) marche"
    r"|qué (?:puedes|sabes) hacer|cómo funciona(?: esto)?",
)
_THANKS: Final = word_set("thanks thank thx ty cheers danke merci gracias great cool nice super")
_ANSWERS: Final = word_set("yes no ok okay ja nein oui non sí vale test testing")  # said alone, they may mean something
_BESIDE: Final = word_set("a lot so much very coach bot for that this it of you")


class Greeting(StrEnum):
    """What a message is that says nothing else."""

    HELLO = "hello"
    THANKS = "thanked"


def greeting(text: str) -> Greeting | None:
    """Whether a message is nothing but a greeting, thanks, a little picture or the question what the coach can do."""
    bare = _EMOJI.sub(" ", text.lower())
    if _ASKS_FOR_HELP.fullmatch(bare.strip(" \u00a0¿?!.")):
        return Greeting.HELLO
    words = frozenset(WORD.findall(bare))
    if not words:
        return None if bare.strip() else Greeting.HELLO
    if not words <= (GREETING | _HELLO | _THANKS | _BESIDE) - _ANSWERS:
        return None
    return Greeting.THANKS if words & _THANKS else Greeting.HELLO if words & _HELLO else None


def without_pleasantries(text: str) -> str:
    """Drop greetings, thanks, a bare opening ("Quick recap since people asked."), "Ping me" and cries ("Great, …").

    A cry is no fact, and rules cannot tell joy from sarcasm.
    """
    lines = [[_calm(one) for one in sentences(line)] for line in text.split("\n")]
    kept = [[one for one in line if one and not _is_polite(one)] for line in lines]
    plain = "\n".join(" ".join(line) for line in kept if line)
    return plain or text


def begun(sentence: str) -> str:
    """Let a sentence whose front was cut begin with a capital, unless its first word has a spelling of its own."""
    first = sentence.split(maxsplit=1)[0] if sentence.strip() else ""
    return sentence[:1].upper() + sentence[1:] if first.isalpha() and first.islower() else sentence


def _calm(sentence: str) -> str:
    cry = _CRIES.match(sentence) or _greeting(sentence)
    return begun(sentence[cry.end() :]) if cry else sentence


def _greeting(sentence: str) -> re.Match[str] | None:
    """Find a greeting or an opening that ends in a colon or a comma before the news itself."""
    match = _OPENING.match(sentence)
    return match if match and match[0].rstrip()[-1:] in {",", ":", "!"} and match.end() < len(sentence) else None


def _is_polite(sentence: str) -> bool:
    words = WORD.findall(sentence.lower())
    opening = _OPENING.match(sentence)
    bare = bool(opening and opening[0]) and len(words) <= _LONGEST_OPENING and not any(map(str.isdigit, sentence))
    empty = _INVITATION.fullmatch(sentence.strip()) and not any(map(str.isdigit, sentence))
    return bare or bool(empty) or (bool(words) and all(word in GREETING for word in words))
