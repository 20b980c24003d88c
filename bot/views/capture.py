"""Saving evidence: the receipt, its buttons, and the form to change it."""

from typing import Any, Final

from bot.coach.evidence import Entry, Saved
from bot.coach.proposal import Kind, Metric
from bot.coach.questions import frame, kind_name, lead, question
from bot.views import credit, kit
from bot.views.kit import Block, Said
from prompts.words import Frame

REFRAME: Final = "capture.reframe"
EDIT: Final = "capture.edit"
UNDO: Final = "capture.undo"
AGAIN: Final = "capture.again"
KIND: Final = "capture.kind"
FORM: Final = "capture.form"
PART: Final = "own_role"  # the slot of the person's part in somebody else's words


def receipt(saved: Saved) -> dict[str, Any]:
    """The acknowledgement of a command: for the person alone, and final."""
    return {"response_type": "ephemeral", **said(saved)}


def said(saved: Saved) -> Said:
    """What is saved, what the rules make of it, and what can be done with it."""
    entry = saved.entry
    told = frame(entry.language)
    title = told.already_saved if saved.before else told.saved
    return {"text": f"{title}: {kit.escape(kit.cut(entry.text, kit.NOTICE))}", "blocks": _receipt(saved, title, told)}


def _receipt(saved: Saved, title: str, told: Frame) -> list[Block]:
    entry = saved.entry
    blocks = [
        kit.rich(
            kit.line(kit.text(title, bold=True), kit.text(f"  ·  {kind_name(entry.kind, entry.language)}")),
            *credit.line_of(entry.author, None, told),
            kit.quote(kit.cut(entry.text, kit.SECTION)),
            *_part(entry),
            *([kit.line(kit.text(metric_line(entry.metric, told)))] if entry.metric else []),
        )
    ]
    if saved.before:
        blocks.append(kit.context(told.said_before))
    elif entry.follow_up:
        asked = question(entry.follow_up, entry.language, entry.kind)
        blocks.append(kit.context(f"*{kit.escape(asked)}*  {told.hint}"))
    blocks.append(_buttons(saved))
    return blocks


def _part(entry: Entry) -> list[Block]:
    """Beside somebody else's words, the person's part in them."""
    part = entry.answers.get(PART) if entry.author else None
    told = kit.text(f"{lead(PART, entry.language)}: ", italic=True)
    return [kit.line(told, kit.text(kit.cut(part, kit.SECTION)))] if part else []


def metric_line(metric: Metric, told: Frame) -> str:
    """The metric as it was read; what is missing is said in words."""
    name, before, after = metric.name or told.number, metric.before, metric.after
    if before and after:
        line = f"{name}: {before} → {after}"
    elif before or after:
        sentence = told.only_before if before else told.only_now
        line = sentence.format(name=name, number=before or after)
    else:
        line = told.no_number.format(name=name)
    return kit.cut(line, kit.NOTICE)


def _buttons(saved: Saved) -> Block:
    value = saved.entry.id.hex
    buttons = [
        kit.button("Reframe my update", REFRAME, value, style="primary"),
        kit.button("Edit", EDIT, value),
        *([] if saved.changed else [kit.button("Undo", UNDO, value)]),  # it would delete what was only edited
        kind_menu(saved.entry),
    ]
    return kit.actions(*buttons, *([kit.button("Save again", AGAIN, value)] if saved.before else []))


def kind_menu(entry: Entry) -> Block:
    """The kind as it stands; another one is one tap away (C4)."""
    carried = entry.id.hex
    options = {f"{carried}:{kind}": kind_name(kind, entry.language) for kind in Kind}
    return kit.menu("Kind", KIND, options, f"{carried}:{entry.kind}")


def saved_view(saved: Saved) -> Block:
    """What stands in the form's place after it was saved: the receipt, with its buttons."""
    told = frame(saved.entry.language)
    title = told.changed if saved.changed else told.saved
    return kit.modal("capture.saved", title, _receipt(saved, title, told))


def undone(words: str) -> Said:
    """Taken back, with the words to keep."""
    return {
        "text": "Undone. I deleted the entry and its drafts.",
        "blocks": [
            kit.section(
                "*Undone.* I deleted the entry and its drafts. Messages that I sent you stay in Slack. Your words:"
            ),
            kit.handed_back(words),
        ],
    }


def undone_view(words: str) -> Block:
    """The same, where the button stood in a form."""
    return kit.modal("capture.undone", "Undone", undone(words)["blocks"])


def usage(command: str) -> dict[str, Any]:
    """How to use the command."""
    lines = (
        f"*{command} what happened*  saves it with today's date. One line is enough.",
        f"*{command}*  alone opens a form, with room for the number, the people and more.",
        f"*{command} list*  shows your entries;  *{command} find words*  searches them.",
        f"*{command} undo*  deletes your newest entry and gives you its words.",
        f"*{command} data*  shows what I keep about you, and lets you export or delete it.",
        f"*{command} help*  shows this.",
        "*/launch*  plans a launch: I come back to it afterwards, and ask what became of it.",
        "Or write to me: in a direct message you choose whether I save it, reframe it, or both.",
        "I show your entries to nobody but you.",
    )
    return {"response_type": "ephemeral", "text": "\n".join(lines)}


def nothing_said(command: str) -> Said:
    """There were no words."""
    example = f"{command} Cut the sign-up form to one page, because people gave up on the second"
    sentence = f"There was nothing to save. Write it on the same line, for example:  {example}"
    return {"text": sentence, "blocks": [kit.section(sentence)]}


def no_words() -> Said:
    """The form was sent with no words in it."""
    sentence = "There are no words to save. Write one line, or close this form to change nothing."
    return {"text": sentence, "blocks": [kit.section(sentence)]}


def undone_newest(words: str | None) -> dict[str, Any]:
    """The answer to the command that takes the newest entry back; None when there was none."""
    if words is None:
        return {"response_type": "ephemeral", "text": "You have no entries, so there is nothing to undo."}
    said = undone(words)
    until = kit.context(
        "I keep a copy until tomorrow, in case this answer is lost on its way to you. Then it is gone as well."
    )
    return {"response_type": "ephemeral", **said, "blocks": [*said["blocks"], until]}
