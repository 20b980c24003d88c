"""Eight weeks of two product managers: Ana is diligent, Ben saves two things and then ignores everything."""

from pathlib import Path

from playground.conversations import Message
from tests.eightweeks.diary import Diary, opened

SIGN_UP = {
    "What do you launch?": "One-page sign-up",
    "On which day?": "2026-02-03",
    "Which problem does it solve?": "New teams give up on the second page and never invite anybody",
    "Who has it?": "teams in their first week",
    "Which number should move?": "Activation of new teams",
    "Where does it stand now?": "31%",
    "Where should it get to?": "40%",
}
ALERTS = {
    "What do you launch?": "Billing alerts",
    "On which day?": "2026-02-17",
    "Which problem does it solve?": "Admins learn of a failed card from support",
    "Which number should move?": "Tickets about billing a week",
    "Where does it stand now?": "60",
    "Where should it get to?": "40",
}
METRICS = {
    "A metric that matters to you": "Activation of new teams",
    "A second one": "Tickets about billing a week",
}
HIT = {
    "Now": "42%",
    "Did it solve the problem, and how do you know?": "Yes: seven of ten teams invite somebody on the first day",
    "What would you do differently?": "Tell support a week before",
}
MISS = {
    "Now": "57",
    "Why, as far as you know?": "Half of the tickets are about invoices, not cards",
    "What now?": "Invoices first, in April",
}


async def lived(folder: Path) -> tuple[Diary, Diary]:
    """Both lives, one after the other."""
    async with opened(folder, "Ana", "America/New_York") as anas:
        await ana(anas)
    async with opened(folder, "Ben", "Europe/Berlin") as bens:
        await ben(bens)
    return anas, bens


async def ana(diary: Diary) -> None:
    """Logs, plans two launches of which one slips, answers in every way, reports a hit and a miss."""
    await _ana_begins(diary)
    await _ana_is_asked(diary)
    await _ana_looks_back(diary)


async def _ana_begins(diary: Diary) -> None:
    me = diary.person
    await diary.does("Ana opens Home for the first time.", me.opens_home())
    me.at_home = False
    await diary.until("02-02 09:10")
    await diary.does("She presses *Settings*, names two metrics and saves.", _in_the_form(diary, "Settings", METRICS))
    await me.close()
    words = "Launched the new team settings page. We shipped on time."
    await diary.does(f"She types `/win {words}`", me.slash("/win", words))
    await diary.does("She presses *Reframe my update*.", me.click("Reframe my update"))
    await diary.until("02-02 11:00")
    await diary.does("She types `/launch`, fills in what she knows, and saves.", _plans(diary, SIGN_UP))
    await diary.until("02-05 17:20")
    words = "Decided to leave the import wizard out of the sign-up, because only 4% of new teams use it"
    await diary.does(f"She types `/win {words}`", me.slash("/win", words))
    words = "Rewrote the invitation mail. We expect 200 invitations a week"
    await diary.does(f"She types `/win {words}`", me.slash("/win", words))
    await diary.friday("02-06")
    await diary.until("02-10 10:00")
    await diary.does("She types `/launch` for the next one, and saves.", _plans(diary, ALERTS))


async def _ana_is_asked(diary: Diary) -> None:
    me = diary.person
    await diary.friday("02-13")
    await diary.does("She presses *Not yet*.", me.click("Not yet"))
    await diary.until("02-16 09:30")
    await diary.does("Billing alerts will be late. She types `/launch list`.", me.slash("/launch", "list"))
    await diary.does("She presses *Open*, then *Edit or move*, chooses 24 February and saves.", _moves(diary))
    await diary.friday("02-20")
    await diary.friday("02-27")
    await diary.does("She has no time, and chooses *Ask me next workday*.", me.select("Not now", "Ask me next workday"))
    await diary.until("03-02 16:30")
    words = "Yes: it went out on the 24th, and support knew a week before"
    await diary.does(f"She replies in its thread: “{words}”", me.says(words, thread=me.dm()[-1]))


async def _ana_looks_back(diary: Diary) -> None:
    me = diary.person
    await diary.until("03-05 16:30")
    await diary.does("The numbers of the month are not in. She presses *Too early*.", me.click("Too early"))
    await diary.friday("03-06")
    await diary.friday("03-13")
    await diary.does("She presses *Answer*, writes one line and saves.", _in_the_form(diary, "Answer", {
        "Your answer": "Two weeks of engineering, which went into the billing alerts",
    }))  # fmt: skip
    await diary.does("She presses *This week as an update*.", me.click("This week as an update"))
    await me.close()
    await diary.until("03-17 14:00")
    await diary.does("Ben thanks her in #general. She chooses *Save as evidence* in the message's menu.",
                     me.message_shortcut("save_as_evidence", _praise(diary)))  # fmt: skip
    await diary.does("She writes her part and saves.", _filled(diary, {
        "What was your part?": "I found in the support log that most tickets come from failed cards",
    }))  # fmt: skip
    await diary.until("03-19 16:30")
    await diary.does("She presses *It moved*.", me.click("It moved"))
    await diary.does("She fills in what she knows, and saves.", _filled(diary, HIT))
    await diary.does("She presses *Share what we learned*.", me.click("Share what we learned"))
    await diary.does("She chooses #general and presses *Share*.", _filled(diary, {"To which channel?": "general"}))
    await diary.friday("03-20")
    await diary.until("03-26 16:30")
    await diary.does("She presses *It did not move*, fills in what she knows, and saves.",
                     _in_the_form(diary, "It did not move", MISS))  # fmt: skip
    await diary.until("03-27 10:00")
    await diary.does("She writes to the coach: “thanks!”", me.says("thanks!"))
    await diary.friday("03-27")
    await diary.does("At the end she types `/win list`.", me.slash("/win", "list"))


async def ben(diary: Diary) -> None:
    """Saves two things in the first week, and then ignores whatever comes."""
    me = diary.person
    await diary.does("Ben opens Home for the first time, and sees what Ana saw.", _looks_at_home(diary))
    await diary.until("02-03 09:00")
    words = "Shipped the CSV export. We expect tickets about reporting to fall below 20 a week"
    await diary.does(f"He types `/win {words}`", me.slash("/win", words))
    await diary.until("02-04 12:00")
    words = "Rolled out dark mode"
    await diary.does(f"He writes to the coach: “{words}”", me.says(words))
    await diary.does("He presses *Save*.", me.click("Save"))
    for friday in ("02-06", "02-13", "02-20", "02-27", "03-06", "03-13", "03-20", "03-27"):
        await diary.friday(friday)


async def _looks_at_home(diary: Diary) -> None:
    await diary.person.opens_home()
    diary.person.at_home = False


def _praise(diary: Diary) -> Message:
    workspace = diary.world.default
    workspace.invite_bot("general")
    return workspace.person("Ben").writes(
        "Thanks Ana, the alerts saved us a day of digging in the support log", "general"
    )


async def _plans(diary: Diary, promise: dict[str, str]) -> None:
    await diary.person.slash("/launch")
    await _filled(diary, promise)


async def _moves(diary: Diary) -> None:
    await diary.person.click("Open")
    await diary.person.click("Edit or move")
    await _filled(diary, {"On which day?": "2026-02-24"})


async def _in_the_form(diary: Diary, button: str, answers: dict[str, str]) -> None:
    await diary.person.click(button)
    await _filled(diary, answers)


async def _filled(diary: Diary, answers: dict[str, str]) -> None:
    await diary.person.fill(answers)
    await diary.person.submit()
