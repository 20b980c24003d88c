"""The guided tour of the playground: one win from the line that says it to the evidence that it is."""

from datetime import date, timedelta
from typing import Any, Final

from bot.coach import slots
from playground import Pause, Person, Step

WIN: Final = "Cut checkout errors from 4% to 1% (example)"
LAUNCH: Final[dict[str, Any]] = {
    "What do you launch?": "One-page checkout (example)",
    "Which problem does it solve?": "People give up on the second page",
    "Who has it?": "shops with more than 50 orders a day",
    "Which number should move?": "Completed orders",
    "Where does it stand now?": "61%",
    "Where should it get to?": "70%",
}
REVIEW: Final = {
    "Did it solve the problem, and how do you know?": "Mostly: fewer leave on the second page (example)",
    "Now": "68%",
    "What would you do differently?": "Ask the small shops first (example)",
}
FIRST_REVIEW: Final = timedelta(days=30)


def steps(command: str) -> tuple[Step, ...]:
    """The six steps, with the command as it is called here."""

    async def log(person: Person, _: Pause) -> None:
        await person.slash(command, WIN, "dm")

    return (
        Step(
            "Log a win",
            f"One line is enough: type {command} and what happened. It is saved before you read “Saved”, with the number that the "
            "coach found in it and one question about what is missing.",
            "Type an example",
            log,
            sees="Saved",
        ),
        Step(
            "Reframe it",
            "Press *Reframe my update* under the line. The draft is made of your own words; what is missing stays a blank in "
            "square brackets, and nothing is invented.",
            "Press it for me",
            _reframe,
            sees="[Answer the questions]",
        ),
        Step(
            "Plan a launch",
            "Type /launch and say before it ships which number it is to move, and to what. That is the promise the coach comes "
            "back to.",
            "Plan an example",
            _plan,
            sees="Your launches",
        ),
        Step(
            "Jump 30 days",
            "The first review comes 30 days after the launch, at your hour, and never on a weekend. Nobody wants to wait: the "
            "clock in the sidebar moves time forward, and so does this button. Your promise comes back word for word.",
            "Jump to the review",
            _jump,
            sees="Looking back.",
        ),
        Step(
            "Answer the review",
            "Say what became of your promise. The answer takes the place of the question and is kept as evidence, also when "
            "the target was missed.",
            "Answer with an example",
            _answer,
            sees="Saved as evidence",
        ),
        Step(
            "See the evidence",
            "Home shows your weeks, by kind of evidence, with the numbers that moved, and what is still thin. Only you see it.",
            "Open Home",
            _home,
            place="@home",
        ),
    )


async def _reframe(person: Person, pause: Pause) -> None:
    await person.click("Reframe my update")
    await pause()


async def _plan(person: Person, pause: Pause) -> None:
    await person.slash("/launch", "", "dm")
    await pause()
    await person.fill({**LAUNCH, "On which day?": _tomorrow(person).isoformat()})
    await pause()
    await person.submit()
    await pause()
    await person.close()
    await person.slash("/launch", "list", "dm")


async def _jump(person: Person, _: Pause) -> None:
    """To the day of the review, and from there to its hour, as the person may have changed it."""
    world = person.workspace.world
    world.clock.to(slots.instant(slots.working_day(_tomorrow(person) + FIRST_REVIEW), 0, slots.zone(person.tz)))
    if world.host.upcoming and (hour := await world.host.upcoming(person)):
        world.clock.to(hour)
    await person.eventually(lambda: person.sees("Looking back."))


async def _answer(person: Person, pause: Pause) -> None:
    await person.click("It moved")
    await pause()
    await person.fill(REVIEW)
    await pause()
    await person.submit()
    await pause()
    await person.close()


async def _home(person: Person, _: Pause) -> None:
    await person.opens_home()


def _tomorrow(person: Person) -> date:
    return slots.local_date(person.workspace.world.clock.now(), slots.zone(person.tz)) + timedelta(days=1)
