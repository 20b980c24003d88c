"""Claims to hold the firewall to: lies and honest sentences, written from section R alone, without sight of the code."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.coach.facts.firewall import Verdict, check
from bot.coach.withholding import without_instructions

HERE = Path(__file__).parent
OPEN, HELD_OUT = HERE / "claims.jsonl", HERE / "held_out.jsonl"


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence that a model might write, what it would rest on, and whether it may pass."""

    id: str
    lang: str
    kind: str
    source: str
    stored: tuple[str, ...]
    sentence: str
    supported: bool
    why: str

    def verdict(self) -> Verdict:
        """What the firewall says."""
        return check(self.source, self.stored, self.sentence)


def read(path: Path) -> list[Claim]:
    """Give the claims of a file."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Claim(**row | {"stored": tuple(row["stored"])}) for row in rows]


def sane(text: str) -> str:
    """Give a text without what is aimed at a machine: that is never a fact."""
    return without_instructions(text)


def table(claims: list[Claim]) -> Iterator[str]:
    """Give one line a kind: how many of its sentences passed."""
    kinds = sorted({(claim.supported, claim.kind) for claim in claims})
    passed = Counter((claim.supported, claim.kind) for claim in claims if claim.verdict().supported)
    for supported, kind in kinds:
        of = sum(1 for claim in claims if (claim.supported, claim.kind) == (supported, kind))
        yield f"{'honest' if supported else 'lie':6} {kind:28} {passed[supported, kind]:3} of {of:3} passed"


def summary(claims: list[Claim]) -> tuple[int, int, int, int]:
    """Lies that passed, lies, honest sentences that passed, honest sentences."""
    verdicts = [(claim.supported, claim.verdict().supported) for claim in claims]
    lies, honest = ([passed for supported, passed in verdicts if supported is wanted] for wanted in (False, True))
    return sum(lies), len(lies), sum(honest), len(honest)
