"""What must not be shown on: secrets, contact details, confidential parts, words aimed at a machine, broadcasts."""

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.coach.clauses import sentences
from bot.coach.markup import Tokens, broadcasts, readable
from bot.coach.pleasantries import without_pleasantries
from bot.coach.vocabulary import WORD, decides, notices, trusts
from bot.coach.withholding import without_confidential, without_instructions
from prompts.words import words


class Removed(StrEnum):
    """Why something was left out of a text."""

    CONFIDENTIAL = "confidential"
    SECRET = "secret"  # noqa: S105 - a name, not a secret
    PERSONAL = "personal"
    INSTRUCTION = "instruction"
    BROADCAST = "broadcast"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Clean:
    """A text fit to be shown, and what was left out of it, each reason once."""

    text: str
    removed: tuple[Removed, ...]


_SECRET: Final = re.compile(
    r"xox[a-z](?:-[\w-]{6,200})+|xapp-[\w-]{8,200}|sk-[\w-]{12,200}|(?:sk|pk|rk)_(?:live|test)_\w{8,200}"
    r"|gh[oprsu]_\w{16,255}|github_pat_\w{20,255}|glpat-[\w-]{12,100}|AKIA[0-9A-Z]{12,20}|AIza[\w-]{20,60}"
    r"|eyJ[\w-]{6,2000}\.[\w-]{4,4000}(?:\.[\w-]{0,2000})?|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,5000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?"
    r"|https?://hooks\.slack\.com/[^\s<>]{1,300}|(?<=://)[^\s/:@]{1,80}:[^\s/@]{1,80}@"
    r"|(?:(?<=password )|(?<=passwort )|(?<=contraseña ))(?:is|ist|es|lautet) [^\s,;]{4,200}"
    r"|\b(?:(?:pass(?:word|wd|wort|code)|pwd|contraseña|mot de passe|api[ _-]?key|secret(?:[ _-]?key)?|(?:access|auth|bearer|api)[ _-]?token|token)\s?[:=]\s?)[^\s,;]{4,200}"
    r"|\bBearer [\w.~+/-]{12,500}=*|(?<![\w/])(?=[A-Za-z0-9+_-]{0,80}\d)(?=[A-Za-z0-9+_-]{0,80}[A-Za-z])[A-Za-z0-9+_]{32,500}={0,2}(?!\w)",
    re.IGNORECASE,
)
_PERSONAL: Final = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
    r"|(?<![\w.])\+\d(?:[ ()./-]{0,2}\d){8,14}(?![\d%])|(?<![\w.])\(\d{2,5}\)[ -]?\d{3}[ -]?\d{2,4}(?:[ -]?\d{2,4})?\b"
    r"|(?<![\w.,$€£-])\d{3}[ .-]\d{3}[.-]\d{4}(?![\w%])|(?<![\w.,$€£-])0\d{2,4}[ /-]\d{5,9}(?![\w%])|(?<![\w.,$€£-])0\d(?:[ .]\d\d){4}(?![\w%])"
    r"|(?<![\w.,$€£-])(?:\d{4}[ -]){3}\d{4}(?![\w%])|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b",
)
_THRICE = 3


def clean(text: str, language: str) -> Clean:
    """Give a text as it may be shown: readable, masked, without confidential parts and without repeated filler."""
    masks, removed = words(language).masks, []
    if broadcasts(text):
        removed.append(Removed.BROADCAST)
    text = readable(text, Tokens(masks["mention"], masks["channel"]))
    for reason, pattern, mask in (
        (Removed.SECRET, _SECRET, masks["secret"]),
        (Removed.PERSONAL, _PERSONAL, masks["personal"]),
    ):
        text, count = pattern.subn(mask, text)
        removed += [reason] if count else []
    for reason, without in (
        (Removed.INSTRUCTION, without_instructions),
        (Removed.CONFIDENTIAL, without_confidential),
        (Removed.REPEATED, _once),
    ):
        kept = without(text)
        removed += [reason] if kept != text else []
        text = kept
    return Clean(without_pleasantries(_one_mask(text, masks["personal"])), tuple(dict.fromkeys(removed)))


def _one_mask(text: str, mask: str) -> str:
    """Let an address and a number beside it ("jane (555)") leave one mask, not two."""
    escaped = re.escape(mask)
    return re.sub(
        rf"{escaped}(?:(?:[ ,;/]{{0,2}}| (?:or|and|oder|und|ou|et|o|y) )(?:\({escaped}\)|{escaped})){{1,9}}", mask, text
    )


def _once(text: str) -> str:
    """Say repeated sentences once, and drop filler that is said three times or more and holds no figure."""
    said = Counter(sentences(text))
    if all(count == 1 for count in said.values()):
        return text
    kept = {sentence for sentence, count in said.items() if count < _THRICE or _tells(sentence)}
    kept = kept or set(list(said)[:1])
    lines = [[one for one in sentences(line) if one in kept] for line in text.split("\n")]
    seen: set[str] = set()
    fresh: list[str] = []
    for line in lines:
        new = [one for one in dict.fromkeys(line) if one not in seen]
        seen |= set(new)
        fresh.append(" ".join(new))
    return "\n".join(line for line in fresh if line)


def _tells(sentence: str) -> bool:
    low = sentence.lower()
    words = WORD.findall(low)
    return any(map(str.isdigit, low)) or decides(low, words) or trusts(low, words) or notices(low, words)
