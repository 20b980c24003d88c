"""Writes docs/reframes.md: ten updates of the evaluation set and what the coach makes of them. `python -m tests.eval.page`."""

from pathlib import Path

from tests.eval.rows import UPDATES, Row, drafted, read

PAGE = Path(__file__).parents[2] / "docs" / "reframes.md"
CHOSEN = ("p01", "p02", "p05", "p07", "p09", "p12", "p19", "p21", "p26", "p30")
INTRODUCTION = """# Ten reframes, before and after

What the coach makes of ten updates by rules, with no model: the draft as *Copy* gives it, then what it asks and says. Where a model is
set it may put the same facts into better sentences; each is held against the update ([firewall.md](firewall.md)), and what does not pass
stands as it does here. Written by `python -m tests.eval.page`; a test holds the page to it.
"""


def page() -> str:
    """The page as it should be."""
    rows = {row["id"]: row for row in read(UPDATES)}
    return "\n".join([INTRODUCTION, *(_reframe(rows[name]) for name in CHOSEN)])


def _reframe(row: Row) -> str:
    draft = drafted(row)
    noted = [f"> *Noted earlier:* {fact['text']}" for fact in row["context_facts"]]
    said = [f"> {line}" for line in row["text"].splitlines()]
    before = ("\n>\n" if noted else "").join(filter(None, ["\n".join(said), "\n>\n".join(noted)]))
    asked = [f"- {question.text}" for question in draft.questions]
    remarks = [f"*{remark}*" for remark in [draft.note, *draft.left_out, *draft.conflicts] if remark]
    parts = [f"## {row['id']}", before, f"```text\n{draft.paste()}\n```", "\n".join(asked), "\n\n".join(remarks)]
    return "\n\n".join(filter(None, parts)) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
