"""Prints every draft of the evaluation sets, for reading: python -m tests.eval.show [updates|fresh] [id ...]."""

import sys

from tests.eval.rows import FRESH, UPDATES, Row, drafted, graded, read


def main(arguments: list[str]) -> None:
    """Print the drafts, their questions and what the scorer holds against them."""
    files = {"updates": UPDATES, "fresh": FRESH}
    chosen = [files[name] for name in arguments if name in files] or list(files.values())
    ids = {name for name in arguments if name not in files}
    for path in chosen:
        for row in read(path):
            if not ids or row["id"] in ids:
                show(row)


def show(row: Row) -> None:
    """Print one row."""
    draft, grade = drafted(row), graded(row)
    print(f"\n===== {row['id']} {draft.verdict} {draft.kind} {draft.metric} score {grade['score']}")  # noqa: T201
    print(row["text"], *(fact["text"] for fact in row["context_facts"]), "-----", draft.paste(), "-----", sep="\n")  # noqa: T201
    print(*(f"? {question.slot}: {question.text}" for question in draft.questions), sep="\n")  # noqa: T201
    print(*draft.left_out, *draft.conflicts, draft.note or "", sep="\n")  # noqa: T201
    if grade["score"] < 1:
        print({key: grade[key] for key in ("facts", "slots", "category", "metric", "form", "broken", "lost")})  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
