"""Reframe my update: the draft in the direct message, its questions, and the lines around it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.coach.consent import Model
from bot.coach.drafts import Shown
from bot.coach.editor import Tone
from bot.coach.making import label_of
from bot.coach.questions import frame
from bot.coach.reframing import Claim, Reframed, Verdict, running
from bot.views import credit, kit, models
from bot.views.draft import below, below_in_form
from bot.views.kit import Block, Said
from bot.views.sources import mark
from prompts.words import words

SUBMIT: Final = "reframe.answered"
PASTED: Final = "reframe.pasted"
REQUEST: Final = "reframe.request"
REQUESTED: Final = "reframe.requested"
REMARK: Final = 300  # characters of a remark, which may quote an earlier entry; escaped, each may become five
TITLE: Final = 24  # characters over a form
ROOM: Final = 7_500  # characters of people's words in one message: with remarks it stays below Slack's 13,000


def thinking(asked: Model | None = None) -> Block:
    """Said at once where the person clicked, with the model that is asked, if one is."""
    return kit.whispered(_working(asked))


def promised() -> Block:
    """The same, when it was promised before."""
    return kit.whispered(_BEFORE)


def promised_before_view() -> Block:
    """The same, in place of the form that was clicked."""
    return kit.modal("reframe.promised", "On its way", [kit.section(_BEFORE)])


_BEFORE: Final = "This draft is on its way, or already in our direct messages."


def coming_below(asked: Model | None = None) -> Block:
    """Said at once below a draft whose words come once more."""
    if asked is None:
        return kit.whispered("I am working on it. The draft comes right below.")
    return kit.whispered(
        f"I am working on it, and ask {models.named(asked)} unless your words say it all already. "
        "The draft comes right below, in half a minute at most."
    )


def pointer() -> Block:
    """Said where the person clicked when the draft has arrived."""
    return kit.whispered("Your draft is in our direct messages.")


def promised_view(asked: Model | None = None) -> Block:
    """Said in place of the form that was clicked or submitted, until the draft stands there."""
    return kit.modal(
        "reframe.promised", "On its way", [kit.section(_working(asked, "here and to our direct messages"))]
    )


def draft_view(shown: Shown) -> Block:
    """The draft in the form that was left open for it, with what can be done with it there."""
    title, *told = _told(shown)
    also = kit.context("It stands in our direct messages as well, with all its buttons.")
    return kit.modal("reframe.shown", kit.cut(title["text"]["text"], TITLE), [*told, below_in_form(shown), also])


def _working(asked: Model | None, where: str = "to our direct messages") -> str:
    if asked is None:
        return f"I am working on it. The draft comes {where}."
    return (
        f"I am working on it, and ask {models.named(asked)} unless your words say it all already. "
        "Each sentence that it writes is held against yours. "
        f"The draft comes {where}, in half a minute at most."
    )


def paste() -> Block:
    """The form for an update that is not an entry."""
    fields = [
        kit.long_input("Your update", "update"),
        kit.context("This does not become an entry. I keep your words for a day, for the draft, then forget them."),
    ]
    return kit.modal(PASTED, "Reframe an update", fields, submit="Reframe")


def request() -> Block:
    """The form for a feature request."""
    fields = [
        kit.long_input("Who asks for what?", "request"),
        kit.context(
            "In their words, if you have them. I look for the outcome behind it, whose problem it is and how often, and what it "
            "stands beside. This does not become an entry. I keep your words for a day, for the draft, then forget them."
        ),
    ]
    return kit.modal(REQUESTED, "A feature request", fields, submit="Reframe")


def pasted(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """The update in a submitted form."""
    return "".join(fields["text"].get("value") or "" for fields in values.values() if "text" in fields)


def nothing_pasted(values: Mapping[str, Any]) -> dict[str, str]:
    """Said at the field when it was empty."""
    return {next(iter(values), "update"): "There is nothing to reframe yet. Paste your update here."}


def draft(shown: Shown) -> Said:
    """The draft: the person's own words under headings, what is open, and what to answer."""
    blocks = [*_told(shown), *below(shown)]
    return {"text": blocks[0]["text"]["text"], "blocks": blocks}


def _told(shown: Shown) -> list[Block]:
    """All but the buttons; the heading stands first."""
    reframed = shown.reframed
    told = frame(reframed.language)
    blocks = [kit.header(told.draft), kit.context(kit.escape(kit.cut(_label(shown), REMARK)))]
    if reframed.verdict is Verdict.NOT_AN_UPDATE:  # nothing was sorted, and nothing is called a draft
        blocks = [kit.header(told.no_draft)]
    if reframed.verdict is Verdict.REQUEST:
        blocks[0] = kit.header(told.request)
    if credited := credit.line_of(shown.author, shown.link, told, told.beside):
        blocks.append(kit.rich(*credited))
    if reframed.note:
        blocks.append(kit.section(kit.escape(reframed.note)))
    if reframed.verdict is Verdict.ALREADY_SENIOR:
        blocks.append(kit.rich(kit.quote(kit.cut(reframed.paste(), ROOM))))
    elif reframed.sections:
        blocks.append(kit.rich(*_sections(reframed)))
    remarks = [*reframed.conflicts, *reframed.left_out]
    blocks.extend(kit.context(kit.escape(kit.cut(remark, REMARK))) for remark in remarks)
    if reframed.questions:
        blocks.append(_questions(reframed))
    return blocks


def _label(shown: Shown) -> str:
    """For whom it is, where that is not the usual, and what made it."""
    reframed = shown.reframed
    made = label_of(shown.by, reframed.language, of_others=bool(shown.author))
    usual = reframed.tone is Tone.MANAGER
    return made if usual else f"{words(reframed.language).tones[reframed.tone]}. {made}"


def _sections(reframed: Reframed) -> Iterator[Block]:
    """The claims with their marks, under headings where the tone has them; a resume line runs on."""
    room, number = ROOM, 0
    for section in reframed.sections:
        lines = []
        for claim, said in zip(section.claims, running([each.said() for each in section.claims]), strict=True):
            number += 1
            if room > 0:
                lines.append(_claim(claim, room, number, said if reframed.tone is Tone.RESUME else ""))
            room -= _length(claim)
        if section.blanks:
            lines.append(kit.line(kit.text(" ".join(section.blanks), bold=True)))
        if lines:
            yield from _under(section.title, lines, reframed.tone)
    if room < 0:
        yield kit.line(kit.text(frame(reframed.language).too_long, italic=True))


def _under(title: str, lines: list[Block], tone: Tone) -> Iterator[Block]:
    if tone is Tone.RESUME:
        yield {"type": "rich_text_quote", "elements": [piece for line in lines for piece in line["elements"]]}
        return
    if tone is Tone.MANAGER:
        yield kit.line(kit.text(f"{title}\n", bold=True))
    yield kit.bullets(lines)


def _length(claim: Claim) -> int:
    """What a claim takes of a message: its words, and a little for being a line of its own."""
    return len(claim.said()) + 10


def _claim(claim: Claim, room: int, number: int, sentence: str) -> Block:
    """A claim with its mark: in a list, or as a sentence of a running line."""
    if sentence:
        return kit.line(kit.text(kit.cut(sentence, room)), kit.text(f"{mark(number)} "))
    tag = [kit.text(f" {claim.tag}", italic=True)] if claim.tag else []
    return kit.line(kit.text(kit.cut(claim.led(), room)), *tag, kit.text(f" {mark(number)}"))


def _questions(reframed: Reframed) -> Block:
    asked = [kit.line(kit.text(question.text)) for question in reframed.questions]
    told = frame(reframed.language)
    title = told.judge if reframed.verdict is Verdict.REQUEST else told.stronger
    return kit.rich(kit.line(kit.text(f"{title}\n", bold=True)), kit.bullets(asked))


def answers(shown: Shown, given: Mapping[str, str]) -> Block:
    """The form that asks what is missing; every field may stay empty. What was `given` meanwhile stands in it."""
    fields = [
        kit.long_input(
            kit.cut(question.text, kit.NOTICE), question.slot, initial=given.get(question.slot, ""), optional=True
        )
        for question in shown.reframed.questions
    ]
    note = kit.context(frame(shown.reframed.language).answer)
    return kit.modal(SUBMIT, "Answer the questions", [note, *fields], submit="Reframe again", metadata=shown.id.hex)


def answered(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, str]:
    """The answers in a submitted form, by slot."""
    return {slot: fields["text"].get("value") or "" for slot, fields in values.items() if "text" in fields}


def nothing_answered(values: Mapping[str, Any]) -> dict[str, str]:
    """Said at the first field when all were empty."""
    return {next(iter(values), "text"): "Answer at least one, or close this form. Nothing is lost either way."}
