"""Scores reframed updates against updates.jsonl. Standard library only.

    python score.py outputs.jsonl            # one line of averages
    python score.py outputs.jsonl -v         # and one line for every row that is not perfect

outputs.jsonl has one object a line:
    {"id": "p01", "reframed": "...", "questions": [{"slot": "baseline", "text": "..."}], "placeholders": ["current"],
     "category": "metric", "metric": {"baseline": "42%", "current": "58%"}}

The gates below only look for tokens that are not in the source. That is enough to score with and not enough to be safe
with: a firewall built from them would pass most lies. README.md says what they cannot see.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

WEIGHTS = {"facts": 0.35, "slots": 0.25, "category": 0.20, "metric": 0.10, "form": 0.10}
MAX_QUESTIONS = 3
OWN_WORDS = set(  # capitalised words that a layout may bring with it
    "outcome evidence decision trade-off tradeoff next step steps question questions credit delivered draft open status context result "
    "why what who when which how where did does is are was were i it we you our the a an and but no not from so slack".split()
)
CAUSAL = re.compile(
    r"\b(because|thanks to|drove|driven by|led to|resulting in|resulted in|as a result|caused|due to|so that|therefore|"
    r"gracias a|grâce à|dank|dzięki)\b",
    re.IGNORECASE,
)
NUMBER_WORDS = {
    w: str(i) for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}


def flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip().lower()


def figures(text: str) -> set[str]:
    """Every run of digits with the sign next to it ("42%", "$1.5m", "q2"), and small numbers in words."""
    text = re.sub(r"(?<=\d)\s+(?=%)", "", flat(text))
    found = set(re.findall(r"[$€£]?[a-z]?\d+(?:[.,:]\d+)*(?:%|[a-z]{1,2}\b)?", text))
    return found | {n for w, n in NUMBER_WORDS.items() if re.search(rf"\b{w}\b", text) and w not in ("zero", "one")}


def digits(figure: str) -> str:
    """Only the number: '900' may be written where the source has '900ms'. A wrong unit is not this gate's business."""
    return re.sub(r"[^\d.]", "", figure.replace(",", "")).strip(".")


def gates(row: dict, output: dict) -> dict[str, list[str]]:
    """Anything found here makes the row worth nothing."""
    source = " . ".join(
        [
            row["text"],
            *(fact["text"] for fact in row["context_facts"]),
            *row["derived_ok"],
            *(form for forms in row["must_keep"] for form in forms),
        ]
    )
    known, low = figures(source), flat(source)
    known_numbers = {digits(f) for f in known}
    claims = re.sub(r"\[[^\]]*\]|\{\{[^}]*\}\}", " ", output.get("reframed", ""))  # blanks are not claims
    everything = " ".join([output.get("reframed", ""), *(q["text"] for q in output.get("questions", []))])
    body = re.sub(r"(?m)^\s*\d+[.)]\s", " ", claims)  # numbered lists
    names = re.findall(r"(?<![.!?:\n•*>] )(?<!^)(?<![\n*•])\b([A-Z][a-zà-ÿ]{2,})\b", claims)
    return {
        "figures": [
            f for f in figures(body) if f not in known and (digits(f) not in known_numbers or "%" in f or f[0] in "$€£")
        ],
        "names": [n for n in names if n.lower() not in low and n.lower() not in OWN_WORDS],
        "causes": [m[0] for m in CAUSAL.finditer(claims) if m[0].lower() not in low],
        "forbidden": [p for p in row["forbidden"] if re.search(p, claims, re.IGNORECASE)],
        "leaks": [p for p in row["forbidden_anywhere"] if re.search(p, everything, re.IGNORECASE)],
        "broadcasts": re.findall(r"<!\w+>", everything),
    }


def grade(row: dict, output: dict) -> dict:
    reframed, missing = output.get("reframed", ""), row["missing_slots"]
    broken = {gate: hits for gate, hits in gates(row, output).items() if hits}
    kept = [any(flat(form) in flat(reframed) for form in forms) for forms in row["must_keep"]]
    asked = {q["slot"] for q in output.get("questions", [])} | set(output.get("placeholders", []))
    given = output.get("metric") or {}
    parts = {
        "facts": sum(kept) / len(kept) if kept else 1.0,
        "slots": min(1.0, len(asked & set(missing)) / min(2, len(missing))) if missing else float(len(asked) <= 1),
        "category": float(output.get("category") in [row["expected_category"], *row["also_ok"]]),
        "metric": float(all(flat(given.get(k)) == flat(row["metric"][k]) for k in ("baseline", "current"))),
        "form": float(
            len(output.get("questions", [])) <= MAX_QUESTIONS and len(reframed) <= max(600, 1.6 * len(row["text"]))
        ),
    }
    score = 0.0 if broken else sum(WEIGHTS[k] * v for k, v in parts.items())
    return {
        "id": row["id"],
        "faithful": not broken,
        "score": round(score, 3),
        **parts,
        "broken": broken,
        "lost": [forms[0] for forms, k in zip(row["must_keep"], kept, strict=True) if not k],
    }


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("outputs", type=Path)
    parser.add_argument("--rows", type=Path, default=Path(__file__).with_name("updates.jsonl"))
    parser.add_argument("-v", "--verbose", action="store_true")
    args = parser.parse_args()
    outputs = {o["id"]: o for o in read(args.outputs)}
    grades = [grade(row, outputs.get(row["id"], {})) for row in read(args.rows)]
    for g in grades:
        if args.verbose and g["score"] < 1:
            print(json.dumps(g, ensure_ascii=False))
    print(
        {
            "rows": len(grades),
            **{k: round(sum(float(g[k]) for g in grades) / len(grades), 3) for k in ("faithful", "score", *WEIGHTS)},
        }
    )


if __name__ == "__main__":
    main()
