"""What a draft is made of, and what made it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.coach.editor import Tone
from bot.coach.proposal import Kind
from bot.coach.questions import label
from bot.coach.reframing import Reframed, Stored
from bot.coach.requests import Purpose
from prompts.words import words

RULES: Final = "rules"  # which coach made a draft
MODEL: Final = "model"
BUDGET: Final = "budget"  # why no model was asked: the day's share of it is used up
UNSUPPORTED: Final = "unsupported"  # why a model's answer was not used: no sentence of it passed
BROKEN: Final = "broken"  # the same: something of ours failed over it
_TOLD_APART: Final = frozenset({BUDGET, UNSUPPORTED})


@dataclass(frozen=True, slots=True)
class Material:
    """What a draft is made of: the words, the answers, a kind that stands, earlier entries; for whom it is, and as what.

    Without a `purpose`, words that plainly ask for a feature are looked at as a request (R11). `of_others` says that the
    words are somebody else's and only the answers are the person's.
    """

    text: str
    answers: Mapping[str, str] = field(default_factory=dict)
    decided: Kind | None = None
    stored: Sequence[Stored] = ()
    tone: Tone = Tone.MANAGER
    purpose: Purpose | None = None
    of_others: bool = False


@dataclass(frozen=True, slots=True)
class Maker:
    """What made a draft (R12): the rules alone, or a model with its prompt by name and hash, its tokens and the firewall's verdict.

    `firewall` holds counts and names of rules, the server's name, and why a model's answer was not used; nobody's words.
    """

    coach: str = RULES
    prompt: str | None = None
    model: str | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    firewall: Mapping[str, Any] | None = None

    @property
    def answered(self) -> bool:
        """Whether a model gave an answer, whatever became of its sentences: it has sorted the words then."""
        return self.firewall is not None and self.firewall.get("failed") in {None, UNSUPPORTED}


BY_RULES: Final = Maker()
OVER_BUDGET: Final = Maker(firewall={"failed": BUDGET})


@dataclass(frozen=True, slots=True)
class Made:
    """A draft as it was made, of which revision of its entry, and by whom."""

    reframed: Reframed
    revision: int
    by: Maker = BY_RULES


def label_of(by: Maker, language: str, *, of_others: bool = False) -> str:
    """Say what made a draft; where a model was asked, which one and where its words went."""
    told, about = words(language).notes, by.firewall or {}
    if not about:
        return label(language, of_others=of_others)
    failed = str(about.get("failed", ""))
    key = "label_model" if by.coach == MODEL else f"label_{failed}" if failed in _TOLD_APART else "label_failed"
    return told[key].format(model=by.model, where=about.get("where"))
