"""What we learned, or a draft, for others: the preview, the post, and what to do when Slack refuses it (L5, R10)."""

from collections.abc import Mapping
from typing import Any, Final

from bot.coach.facts import Vouched
from bot.coach.jobs import UNCONFIRMED
from bot.coach.sharing import Shared, Wish
from bot.coach.typed import says_something
from bot.ledger.scope import Owner
from bot.views import kit
from bot.views.kit import Block, Said

SUBMIT: Final = "share.submitted"
POSTED: Final = "share.posted"
AGAIN: Final = "share.again"
PEOPLE: Final = 10  # people at once: to more, a channel is kinder
_REFUSALS: Final = {
    UNCONFIRMED: "Slack's answer was lost. Please look there first; if it is not there, share it again.",
    "not_in_channel": "I am not a member there. Invite me (type /invite and my name there), then share it again.",
    "channel_not_found": "I cannot see that place. If it is a private channel, invite me there; then share it again.",
    "is_archived": "That channel is archived. Choose another place.",
    "user_not_found": "I cannot write to them. Choose somebody else, or a channel.",
    "user_disabled": "Their account is closed. Choose somebody else, or a channel.",
    "cannot_dm_bot": "That is an app, which reads no messages. Choose a person or a channel.",
    "restricted_action": "Only some people may post there. Choose another place, or ask its owner.",
    "restricted_action_read_only_channel": "Only some people may post there. Choose another place.",
}
_ELSE: Final = "Slack did not take it. Try another place, or copy the text and post it yourself."


def preview(review_id: str, text: Vouched) -> Block:
    """What we learned, to edit, and where it shall go; nobody else has seen it yet."""
    said = "Nobody sees this before you press Share. Edit it as you like; it goes out as it stands here."
    fields = _fields("What we learned", said, text)
    return kit.modal(SUBMIT, "Share what we learned", fields, submit="Share", metadata=review_id)


def preview_of_draft(draft_id: str, text: Vouched) -> Block:
    """The same for a draft. Its blanks are the owner's business, and stay here."""
    said = "Nobody sees this before you press Post. Edit it as you like; blanks and marks of the draft are left out."
    if len(text) > kit.SECTION:
        said += " It is longer than this form takes, so its end is missing here."
    return kit.modal(POSTED, "Post this draft", _fields("Your update", said, text), submit="Post", metadata=draft_id)


def preview_again(shared: Shared) -> Block:
    """The one or the other, with the words that Slack has refused."""
    again = preview_of_draft if shared.of_draft else preview
    return again(shared.subject_id.hex, shared.text)


def _fields(label: str, sentence: str, text: Vouched) -> list[Block]:
    places = {"type": "conversations_select", "action_id": "place", "filter": {"include": ["public", "private"]}}
    return [
        kit.context(sentence),
        kit.long_input(label, "text", initial=kit.cut(text, kit.SECTION)),
        kit.field("To which channel?", "channel", places),
        kit.field("Or to whom?", "people", kit.people_picker("people", PEOPLE)),
    ]


def read(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Wish:
    """What a person has put into the form."""
    held = {block: element for block, elements in values.items() for element in elements.values()}
    channel = held.get("channel", {}).get("selected_conversation")
    people = held.get("people", {}).get("selected_users") or ()
    return Wish(held.get("text", {}).get("value") or "", (*([channel] if channel else []), *people[:PEOPLE]))


def complained(wish: Wish) -> dict[str, str]:
    """What is missing, said at its field."""
    errors = {} if says_something(wish.text) else {"text": "There are no words to share."}
    return errors | ({} if wish.targets else {"channel": "Choose a channel here, or people below."})


def promised_view(wish: Wish) -> Block:
    """Said in place of the form."""
    many = "one place" if len(wish.targets) == 1 else f"{len(wish.targets)} places"
    sentence = f"It goes to {many} now. If Slack refuses it, I tell you in our direct messages, with your text."
    return kit.modal("share.promised", "On its way", [kit.section(sentence)])


def post(shared: Shared, owner: Owner) -> Said:
    """What others see: whose it is, and the words as they stood in the form. Nothing in them alerts anybody."""
    did = "shares an update" if shared.of_draft else "looked back on a launch"
    by = kit.line(kit.person(owner.member), kit.text(f" {did}:"))
    words = [kit.text(shared.text)]
    blocks = [kit.rich(by), kit.rich(kit.line(*words))]
    notice = kit.cut(" ".join(shared.text.split()), kit.NOTICE)
    return {"text": kit.escape(notice), "blocks": blocks}


def refused(shared: Shared, share_id: str) -> Said:
    """Why it did not come there, or is not known to, and what to do; with the text, so that nothing is lost."""
    sentence = _REFUSALS.get(shared.reason or "", _ELSE)
    title = "Perhaps shared" if shared.reason == UNCONFIRMED else "Not shared"
    there = kit.person(shared.target) if shared.target.startswith(("U", "W")) else kit.channel(shared.target)
    blocks = [
        kit.rich(kit.line(kit.text(title, bold=True), kit.text(" with "), there, kit.text(f". {sentence}"))),
        kit.handed_back(shared.text),
        kit.actions(kit.button("Share it again", AGAIN, share_id)),
    ]
    return {"text": f"{title}. {sentence}", "blocks": blocks}
