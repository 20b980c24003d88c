"""The metric a text tells about: its name, before and after, as written."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.coach.quantities import AGAINST_A_GOAL, Figure, changes, dated, figures
from bot.coach.vocabulary import (
    AFFECTED,
    AIMING,
    CHANGING,
    COMPARING,
    DIRECTIONS,
    METRIC_NOUNS,
    SAYING,
    TARGET_NOUNS,
    WORD,
    word_set,
)

_SENTENCE_END: Final = re.compile(r"[.!?;](?=\s)|\n")
_NAME_MAX = 48
_NAME_WORDS = 6
_LOOK_BACK = 240
_LEAD = 40
_NEAR = 4

# Words at which a metric's name stops, read from its right end to the left, or from its left end to the right.
_MOVES: Final = word_set("""
    went rose fell dropped grew climbed increased decreased improved declined moved jumped shrank is are was
    were now has have had been up down to take takes took dauert dauerte prend dure tarda tardan stood stands sits used cut reduced raised back so far still only
    closed ended finished landed reached hit passed stays stayed remains remained holds cerramos terminamos acabamos quedamos landeten endeten slightly sharply steadily goal target also just stieg stiegen sank sanken fiel fielen wuchs ging gingen
    kletterte ist sind war waren liegt lag hat haben sich konnte verbesserte verbessert gestiegen gesunken
    runter hoch est sont était étaient passe passé passée passés passées a ont augmenté baissé monté chuté
    grimpé recule progresse bisher jusqu'ici pasó pasaron subió subieron bajó bajaron cayó cayeron creció
    aumentó mejoró está era estaba ha han pasado subido bajado hasta ahora
""")
_LEADS: Final = word_set("""
    i we they it today currently right heute aktuell aujourd'hui hoy actualmente our my the a an and but this that its their with since after as while increased reduced cut
    improved raised moved brought got grew lowered took missed hit saw helped push pushed drove lifted doubled
    think believe also then wir ich die der das den dem des unsere unser unseren und aber konnten haben dass
    damit nous on je la le les l' notre nos et mais avons ai fait passer réduit augmenté amélioré que el los
    las nuestra nuestro y pero hemos redujimos aumentamos mejoramos subimos bajamos logramos reduje que
""")
_PRONOUNS: Final = word_set("""
    it that this they which das dies es er sie il elle cela ça ce eso esto ello
""")
_ABOUT: Final = word_set("""
    about around roughly almost nearly over under just only circa ca etwa rund fast knapp nur über environ
    presque près casi unos sólo
""")
_STEPS: Final = word_set("""
    now currently still back down up flat stable unchanged steady at to jetzt aktuell nun bei auf maintenant désormais à ahora en a al
    hasta
""")
_IS: Final = word_set("""
    hit passed closed ended finished landed cerramos terminamos acabamos quedamos landeten endeten terminé fini
    stays stayed remains remained holds is are stands sits reached liegt ist sind erreichte est sont atteint está están alcanzó
""")
_REACHING: Final = word_set("at to bei auf à en a al")
_WAS: Final = word_set("""
    was were war waren lag lagen était étaient era eran estaba estaban
""")
_MOVED: Final = word_set("""
    dropped fell rose grew climbed jumped improved sank stieg fiel wuchs bajó subió cayó creció baissé
    monté tombé tombée passé passée chuté
""")
_ENDS: Final = re.compile(
    r"(?: [^\W\d_]+)?(?: (?:last|this) (?:week|month|quarter|year)| (?:today|yesterday)| so far| in [^\W\d_]+)?(?=[.,;!\n]|$)"
)
_UNIT_WORD: Final = re.compile(r" [^\W\d_]+(?=[.,;!\n]|$)")
_OF: Final = re.compile(r" (?:of|out of|von|sur|de) (?:the |our |los |las |les |den )?")
_USE: Final = re.compile(
    r"(?: [^\s.,;:]+){1,4}? (?:use|uses|used|using|tried|clicked|opened|joined|adopted|signed|converted|activated|completed|nutzen|verwenden|utilisent|usan|utilizan)\b"
)
_COUNT: Final = re.compile(
    r" (?P<who>(?:(?:daily|weekly|monthly|active|paying|paid|new|registered|beta|pilot) ){0,3}(?P<noun>[^\W\d_]+))"
)
_COUNTABLE: Final = AFFECTED | METRIC_NOUNS
_GOT_TO: Final = re.compile(
    r"(?<!\w)(?:hit|reached|passed|crossed|now have|now has)(?: (?:about|around|almost|nearly|over|the))?\s$",
    re.IGNORECASE,
)
_CUT_AT: Final = re.compile(r"[,:()\u2013\u2014\"«»„“”]")
_NO_METRICS: Final = ("rollout", "roll-out", "release", "launch", "flag", "experiment")  # how far a work has come
_OBJECT: Final = re.compile(
    r" (?!(?:a|an|per|in|at|on|of|out|last|this|after|since|and|for|by|with|from|now|today|so)\b)[^\W\d_]+"
)
_ENDED: Final = word_set("closed finished ended landed hit passed")
_BEHIND_A_METRIC: Final = word_set(
    "by for in on of among at after since with and a lot significantly um bei für de pour para en"
)
_CUTS: Final = word_set("and und et y but aber mais pero while während")
_RELATIVE: Final = word_set("which die das qui que")
_ARTICLES: Final = word_set("the our unsere die das les los las la le el")


@dataclass(frozen=True, slots=True)
class Metric:
    """A number that tells about users or business, each part as the text writes it; None where the text is silent."""

    name: str | None
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class _Told:
    """Which end of a change a figure is ("before" or "after"); `plainly` where the words can mean nothing else."""

    part: str
    plainly: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A metric and the place in the text where its figures begin."""

    metric: Metric
    at: int


def find(text: str, words: list[str]) -> Found | None:
    """Find the metric of a text, given its lower-cased words; a goal is no metric, a count of work done neither."""
    found = figures(text)
    metric = (_change(text, found) or _reading(text, found)) if found else None
    return metric or _unmeasured(words)


def _change(text: str, found: list[Figure]) -> Found | None:
    for change in changes(text, found):
        name = _name_before(text, change.start)
        if name and not _is_aim(text, change.start, change.end):
            return Found(Metric(name, change.before, change.after), change.start)
    for change in dated(text, found):
        name = _name_before(text, change.start)
        if (
            name
            and ("%" in change.after or _is_known(name) or _is_crowd(name))
            and not _is_aim(text, change.start, change.end)
        ):
            return Found(Metric(name, change.before, change.after), change.start)
    return None


def _reading(text: str, found: list[Figure]) -> Found | None:
    earlier, now = None, None
    for figure in found:
        told = _told(text, figure)
        if told and told.part == "before":
            earlier = earlier or _named(text, figure, told)
        elif told:
            now = now or _named(text, figure, told)
    if now and earlier:
        return Found(Metric(now.metric.name, earlier.metric.before, now.metric.after), now.at)
    return now or _share(text, found) or _crowd(text, found) or earlier


def _told(text: str, figure: Figure) -> _Told | None:
    """Say how the words before a figure tell it, or the goal that it is held against behind it."""
    if AGAINST_A_GOAL.match(text, figure.end):
        return _Told("after", plainly=True)
    lead = text[max(0, figure.start - _LEAD) : figure.start].lower()
    if lead.rstrip().endswith(":"):
        return _Told("after", plainly=False) if _ENDS.match(text, figure.end) else None
    words = WORD.findall(lead)
    while words and words[-1] in _ABOUT:
        words.pop()
    steps = []
    while words and words[-1] in _STEPS:
        steps.append(words.pop())
    verb = words[-1] if words else ""
    if verb in _ENDED and not steps and _OBJECT.match(text, figure.end):
        return None  # "closed 4 deals": work that was done
    return _by_verb(verb, steps)


def _by_verb(verb: str, steps: list[str]) -> _Told | None:
    plainly = not _REACHING.isdisjoint(steps)
    if verb in _WAS:
        return _Told("before", plainly=plainly)
    if verb in _IS or (verb in _MOVED and plainly) or "now" in steps:
        return _Told("after", plainly=plainly)
    return _Told("after", plainly=True) if {"down", "to"} <= {*steps} or {"up", "to"} <= {*steps} else None


def _named(text: str, figure: Figure, told: _Told) -> Found | None:
    against = AGAINST_A_GOAL.match(text, figure.end)
    if not against and _is_aim(text, figure.start, figure.end):
        return None
    name = _name_before(text, figure.start)
    if name and not _PRONOUNS.isdisjoint(WORD.findall(name.lower())[:1]):
        name = None
    percent = "%" in figure.text
    if not (percent or told.plainly or _is_known(name) if name else percent and told.plainly):
        return None
    unit = _UNIT_WORD.match(text, figure.end) if text[: figure.start].rstrip().endswith(":") else None
    value = figure.text + (unit[0] if unit else "")
    return Found(
        Metric(name, value if told.part == "before" else None, value if told.part == "after" else None), figure.start
    )


def _share(text: str, found: list[Figure]) -> Found | None:
    """Find "14 of 20 partners use it": a share of people, with what they do as its name."""
    for part, whole in pairwise(found):
        if _OF.fullmatch(text, part.end, whole.start) and _USE.match(text, whole.end):
            rest = _SENTENCE_END.split(text[whole.end : whole.end + _NAME_MAX])[0]
            return Found(Metric(rest.strip(" .,"), None, text[part.start : whole.end]), part.start)
    return None


def _crowd(text: str, found: list[Figure]) -> Found | None:
    """Find "hit 10k weekly active users" and "120 people used it": how many they are, with who they are as its name."""
    for figure in found:
        counted = _COUNT.match(text, figure.end)
        if not counted or counted["noun"].lower() not in _COUNTABLE:
            continue
        name = counted["who"] if _GOT_TO.search(text, 0, figure.start) else None
        many = sum(map(str.isdigit, figure.text)) > 1  # nine who use it are a story, not a measure
        if many and counted["noun"].lower() in AFFECTED and _USE.match(text, figure.end):
            name = _SENTENCE_END.split(text[figure.end : figure.end + _NAME_MAX])[0].strip(" .,")
        if name and not _is_aim(text, figure.start, counted.end()):
            return Found(Metric(name, None, figure.text), figure.start)
    return None


def is_share(value: str | None) -> bool:
    """Whether a value is a share of people, such as "14 of 20"."""
    return value is not None and len(figures(value)) > 1


def _is_known(name: str) -> bool:
    words = [word.lower() for word in WORD.findall(name)]
    return "baseline" in words or not METRIC_NOUNS.isdisjoint(words)


def _is_crowd(name: str) -> bool:
    return not AFFECTED.isdisjoint(name.lower().split())


def _unmeasured(words: list[str]) -> Found | None:
    """Find a metric that is said to have moved, without a figure: "fewer tickets", "retention is up"."""
    if METRIC_NOUNS.isdisjoint(words):
        return None
    for place, word in enumerate(words):
        if word in METRIC_NOUNS and _is_moved(words, place):
            rate = words[place + 1 : place + 2] == ["rate"]
            return Found(Metric(f"{word} rate" if rate else word, None, None), 0)
    return None


def _is_moved(words: list[str], place: int) -> bool:
    before, behind = words[max(0, place - _NEAR // 2) : place], words[place + 1 : place + _NEAR]
    if not (COMPARING.isdisjoint(before) and DIRECTIONS.isdisjoint(behind)):
        return True
    ends = not behind or behind[0] in _BEHIND_A_METRIC
    return ends and not CHANGING.isdisjoint(before) and TARGET_NOUNS.isdisjoint(words) and AIMING.isdisjoint(words)


def _is_aim(text: str, start: int, end: int) -> bool:
    """Whether the figures are wished for: the sentence up to their end speaks of a goal, a plan or a hope."""
    words = WORD.findall(text[_sentence_start(text, start) : end].lower())
    return not (TARGET_NOUNS.isdisjoint(words) and AIMING.isdisjoint(words))


def _sentence_start(text: str, end: int) -> int:
    start = max(0, end - _LOOK_BACK)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, end)]
    return ends[-1] if ends else start


def _name_before(text: str, end: int) -> str | None:
    """Read the metric's name off the words before its figures: "We cut churn from" gives "churn"."""
    start = max(_sentence_start(text, end), end - 2 * _NAME_MAX)
    *_, earlier, near = ("", *_CUT_AT.split(text[start:end].rstrip(" :,(")))
    words, ends = near.split(), _CUTS
    if words and words[0].lower() in _RELATIVE and not _trimmed(words[1:]):
        words, ends = earlier.split(), _CUTS | _ARTICLES  # "the failed payments, which fell from 7%"
    for place in range(len(words) - 2, 0, -1):
        word = words[place].lower()
        if word in ends or (word in ("that", "dass", "que") and not SAYING.isdisjoint(near.lower().split())):
            return _trimmed(words[place + 1 :])
    return _trimmed(words)


def _trimmed(words: list[str]) -> str | None:
    while words and words[0].lower().replace("\u2019", "'") in _LEADS:
        words = words[1:]
    for place, word in enumerate(words):
        inside = word == "to" and 0 < place < len(words) - 1  # "time to first value"
        if word.lower() in _MOVES and not inside:
            words = words[:place]
            break
    name = " ".join(words[:_NAME_WORDS]).strip("*_~`-•> ")
    if name.lower().endswith(_NO_METRICS):
        return None
    return name if any(letter.isalpha() for letter in name) and len(name) <= _NAME_MAX else None
