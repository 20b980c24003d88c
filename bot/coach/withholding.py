"""Parts of a text that are not for showing on: what the person marked as confidential, and orders to a machine."""

import re
from typing import Final

from bot.coach.clauses import sentences
from bot.coach.pleasantries import begun
from bot.coach.vocabulary import word_set

_MACHINE: Final = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b[^.\n]{0,30}\b(?:previous|prior|above|earlier|preceding|your|system|all)\b[^.\n]{0,20}\b(?:instructions?|prompts?|rules|messages)\b"
    r"|\b(?:ignorier\w*|vergiss)\b[^.\n]{0,40}\b(?:anweisung\w*|regeln|prompts?)\b"
    r"|\b(?:ignore[zr]?|oublie[zr]?)\b[^.\n]{0,40}\b(?:instructions?|consignes?|règles)\b"
    r"|\b(?:ignora|olvida|ignore|omite)\b[^.\n]{0,40}\b(?:instrucciones|reglas|indicaciones)\b"
    r"|\b(?:reply|respond|answer) (?:only|exactly|just) with\b|\bantworte (?:nur|ausschließlich) mit\b|\brépond(?:s|ez) (?:uniquement|seulement)\b|\bresponde (?:solo|sólo|únicamente)\b"
    r"|\byou are (?:now )?(?:an? |the )?(?:ai|assistant|language model|chatbot|dan)\b|\bas an ai\b|\bnew instructions?:"
    r"|\b(?:reveal|print|show|repeat)\b[^.\n]{0,20}\b(?:system prompt|your prompt|your instructions)\b",
    re.IGNORECASE,
)
_FAKE_TURN: Final = re.compile(
    r"</?(?:update|system|instructions?|prompt|assistant|user|context|data|message|text|document)\b[^>\n]{0,80}>"
    r"|<\|[a-z_]{2,20}\|>|\[/?INST\]|#{2,}\s?(?:system|instructions?|assistant)\b|(?<!\w)(?:SYSTEM|ASSISTANT|System|Assistant) ?(?:prompt|message)?:",
)
_ORDER: Final = re.compile(
    r"(?:also |and |then |now |please |instead,? |finally )*(?:say|claim|write|state|pretend|add|mention|tell|output|print|reply|respond|answer|classify|rate|mark|call|act|"
    r"thank|include|insert|use|return|do not|don't|never|always|describe|sag|sage|schreib|schreibe|behaupte|füge|nenne|dis|dites|écris|écrivez|ajoute|ajoutez|di|escribe|añade|agrega)\b",
    re.IGNORECASE,
)
_CONFIDENTIAL: Final = re.compile(
    r"\b(?:CONFIDENTIAL|VERTRAULICH|CONFIDENTIEL|CONFIDENCIAL)\b|\b[Cc]onfidential(?=\s*[,:;.!)\]\u2013\u2014-]|\s*$)|\b(?:strictly|highly|company|keep (?:this|it)|this is|still) confidential\b"
    r"|(?:^|(?<=[.!?:;,(\u2013\u2014-])\s?|(?<=[.!?:;,(]\s)|(?<=please ))(?i:do not|don't|not to) (?i:share|forward|repeat)\b(?! their| your| our| a | an )|\b(?i:not to be shared|off the record|under nda|under embargo|embargoed until|just between us|between you and me)\b"
    r"|\b(?i:streng vertraulich|vertraulich(?=\s*[,:;.!)]|\s*$)|nicht weitergeben|nicht weitersagen|nicht teilen|unter uns gesagt)\b"
    r"|\b(?i:strictement confidentiel|confidentiel(?=\s*[,:;.!)]|\s*$)|ne pas (?:partager|diffuser)|entre nous(?=\s*[,:]))"
    r"|\b(?i:estrictamente confidencial|confidencial(?=\s*[,:;.!)]|\s*$)|no (?:compartir|difundir)|entre nosotros(?=\s*[,:]))"
)
_LOOKS_BACK: Final = re.compile(
    r"\b(?:this|that|it|the above|das|dies|obiges|bleibt|ceci|cela|eso|esto)\b", re.IGNORECASE
)
_RESUMES: Final = re.compile(
    r"(?:meanwhile|separately|on another note|otherwise|apart from that|publicly|public:|not confidential|unrelated|besides|"
    r"inzwischen|unterdessen|währenddessen|davon abgesehen|außerdem|ansonsten|öffentlich|par ailleurs|entre-temps|pendant ce temps|sinon|à part ça|"
    r"mientras tanto|por otro lado|por otra parte|aparte|además)\b",
    re.IGNORECASE,
)
_TURNS: Final = re.compile(
    r"(?:meanwhile|separately|on another note|otherwise|apart from that|besides)\b[ ,:]*", re.IGNORECASE
)
_NAME: Final = re.compile(r"(?<=[\w,'\u2019] )[A-Z][\w-]{2,}")
_NO_NAMES: Final = word_set("""
    January February March April May June July August September October November December Monday Tuesday
    Wednesday Thursday Friday Saturday Sunday CONFIDENTIAL
""")
_ENOUGH_WORDS = 3


def without_instructions(text: str) -> str:
    """Drop what is aimed at a machine: sentences that give it orders, and all that follows a forged turn on its line."""
    if not (_MACHINE.search(text) or _FAKE_TURN.search(text)):
        return text
    kept: list[str] = []
    tainted = swallow = False
    for line in text.split("\n"):
        turn = _FAKE_TURN.search(line)
        spoken = "" if swallow and line.strip() else line[: turn.start()] if turn else line
        swallow = bool(turn and not line[turn.end() :].strip()) or (swallow and not line.strip())
        tainted = tainted or bool(turn)
        sane, ordered = _spoken(spoken, tainted=tainted)
        tainted = tainted or ordered
        kept.append(sane)
    return "\n".join(line for line in kept if line)


def _spoken(line: str, *, tainted: bool) -> tuple[str, bool]:
    kept: list[str] = []
    for sentence in sentences(line):
        machine = _MACHINE.search(sentence)
        if machine:
            before = sentence[: machine.start()].rstrip(" ,:;-\u2013\u2014(")
            kept += [before] if len(before.split()) >= _ENOUGH_WORDS else []
            tainted = True
        elif not (tainted and _ORDER.match(sentence)):
            kept.append(sentence)
    return " ".join(kept), tainted


def without_confidential(text: str) -> str:
    """Drop what the person marked as confidential, from the mark to a word that turns away from it or the line's end.

    A mark that looks back ("keep this confidential") takes what stands before it, too. Sentences elsewhere that share a
    name with the dropped part go with it.
    """
    if not _CONFIDENTIAL.search(text):
        return text
    lines = [sentences(line) for line in text.split("\n") if line.strip()]
    open_lines, secret = _divide(lines)
    names = {name for sentence in secret for name in _NAME.findall(sentence)} - _NO_NAMES
    told = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(names))) if names else None
    kept = [" ".join(one for one in line if not (told and told.search(one))) for line in open_lines]
    return "\n".join(line for line in kept if line)


def _divide(lines: list[list[str]]) -> tuple[list[list[str]], list[str]]:
    shown: list[list[str]] = []
    secret: list[str] = []
    carried = False
    for line in lines:
        kept: list[str] = []
        hushed, carried = carried, False
        for place, sentence in enumerate(line):
            mark = _CONFIDENTIAL.search(sentence)
            if mark:
                hushed = True
                if _LOOKS_BACK.search(sentence[: mark.end()]):
                    secret += [*kept, *(shown.pop() if not kept and shown and not place else [])]
                    kept = []
                carried = len(line) == 1 and len(sentence[mark.end() :].split()) < _ENOUGH_WORDS
            elif hushed and _RESUMES.match(sentence):
                hushed = False
                sentence = begun(_TURNS.sub("", sentence, count=1))  # noqa: PLW2901 - its front is gone
            (secret if hushed else kept).append(sentence)
        shown.append(kept)
    return shown, secret
