"""The coach's questions and names, in the language of the person."""

from bot.coach.proposal import Kind
from prompts.words import Frame, words


def question(slot: str, language: str, kind: Kind | None = None) -> str:
    """Give the sentence that asks for a slot; with a kind, the one that suits that kind of evidence."""
    told = words(language)
    return told.asked_of.get(f"{kind}.{slot}", told.questions[slot])


def blank(slot: str, language: str, kind: Kind | None = None) -> str:
    """Give the visible gap that stands in a draft for a slot, such as `[baseline?]`."""
    told = words(language)
    return told.blanks_of.get(f"{kind}.{slot}", told.blanks[slot])


def kind_name(kind: Kind, language: str) -> str:
    """Give the name of a kind of evidence."""
    return words(language).kinds[kind]


def frame(language: str) -> Frame:
    """Give what stands around the person's words on a receipt and a draft."""
    return words(language).frame


def lead(slot: str, language: str) -> str:
    """Give the words that say before a colon what an answer is, such as `My part`."""
    return words(language).answered[slot]


def label(language: str, *, of_others: bool = False) -> str:
    """Give the sentence that says a draft was made by rules, from the person's words or from somebody else's."""
    return words(language).notes["label_of_others" if of_others else "label"]
