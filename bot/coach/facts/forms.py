"""Which form a verb is in, as far as its letters tell: done, being done, or neither."""

from collections.abc import Sequence
from enum import StrEnum

from bot.coach.facts.lexicon import Lexicon
from bot.coach.facts.tokens import Part, Token


class Form(StrEnum):
    """The forms that tell what is done from what is under way and what is to come."""

    DONE = "done"
    UNDER_WAY = "under way"
    PLAIN = "plain"


_OWN_PAST = frozenset({"cut", "put", "set", "hit", "let", "read", "cost", "shut", "split", "quit", "beat"})


def form(token: Token, lexicon: Lexicon) -> Form:
    """Say in which form a verb stands."""
    word = token.text
    if word.endswith("ing"):
        return Form.UNDER_WAY
    if word.endswith("ed") or (word in lexicon.base and not word.endswith("s")):
        return Form.DONE
    return Form.PLAIN


def is_verb(token: Token, lexicon: Lexicon) -> bool:
    """Whether a token looks like a verb; when in doubt it does not, and its words stay with their neighbours."""
    word = token.text
    if word in lexicon.auxiliaries:
        return True
    return token.part is Part.WORD and (
        lexicon.base.get(word, word) in lexicon.verbs
        or (word.endswith("ed") and word not in lexicon.base and "ed" in lexicon.suffixes)
        or token.key in {"rise", "fall", "move", "flat", "ship"}
    )


def opens_a_deed(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word that opens a sentence tells what its author did or does: "Moved …", "Moving …", never "Says …"."""
    word = token.text
    if word in lexicon.auxiliaries or (word.endswith("s") and not word.endswith("ss")):
        return False
    if word in lexicon.verbs and form(token, lexicon) is Form.PLAIN and word not in _OWN_PAST:
        return False
    if word.endswith("ing"):
        return not lexicon.verbs.isdisjoint((word[:-3], word[:-3] + "e", word[:-4]))
    return is_verb(token, lexicon)


def names_a_doer(row: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the verb that opens a row is a noun there, for another one follows: "Support took over", "Training was late"."""
    place = next((at for at, token in enumerate(row) if token.counts or is_verb(token, lexicon)), len(row))
    opening = row[place : place + 1]
    if not opening or opening[0].text in lexicon.auxiliaries or form(opening[0], lexicon) is Form.DONE:
        return False
    if not (opening[0].text.endswith("ing") or is_verb(opening[0], lexicon)):
        return False
    return any(
        token.text in lexicon.auxiliaries or (is_verb(token, lexicon) and form(token, lexicon) is Form.DONE)
        for token in row[place + 1 :]
    )


def starts_with_verb(row: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the subject is left out."""
    for token in row:
        if token.part in {Part.FILLER, Part.BREAK} or token.key == "not" or token.text in lexicon.joints:
            continue
        return is_verb(token, lexicon) and not names_a_doer(row, lexicon)
    return False


def subject(row: Sequence[Token], lexicon: Lexicon) -> tuple[Token, ...]:
    """What stands before the first verb; "Sales says" is no verb of what Sales says."""
    out: list[Token] = []
    noun = names_a_doer(row, lexicon)
    for token in row:
        if is_verb(token, lexicon) and token.key not in lexicon.frames:
            if not noun:
                break
            noun = False
        out.append(token)
    return tuple(out)
