"""Where the specification leaves room: the reading that the coach takes, and where the fifty's acts had to be made pressable.

The numbers are those of `oracle.ASSUMPTIONS`. All other assumptions hold as they were written down before the first run.
"""

from dataclasses import replace
from typing import Final

from tests.halfyear.oracle import DEFAULT, Reading

TAKEN: Final[Reading] = replace(DEFAULT, workday_comes_again=True)
"""The readings as the coach has them: all those of the oracle, and of "snooze" (N4) that the next workday brings the same question."""

ROOM: Final = {
    "N4 snooze (18, 30)": (
        "Not said how long. The coach offers two: *Ask me next workday* brings the same question once more, *Not this week* is silent "
        "to the end of the ISO week. Any other length that the generator drew is one of these two: `people.pressable`."
    ),
    "L4 snooze (25)": "Not said how long. The coach offers a week; other lengths that the generator drew become one.",
    "N2 since the previous slot (8, 9)": "The last slot that there was: of a fortnightly rhythm, two weeks back.",
    "N2 promised date (13)": "The day of a launch: the week's question is about it, so no message comes or goes for it.",
    "N4 three in a row (14)": "Only an answer or *Ask me again* ends the run; a win in between makes one slot silent.",
    "N4 then stops (16)": "After three more, and it says so.",
    "N4 out of office (20)": "Reviews wait for the first working day back as well.",
    "N4 stop (21)": "Stops the questions; reviews go on, and each has its own way out.",
    "L4 asks again in 14 days (24)": "After the day of the answer, not of the message.",
    "N1 time zone re-read at each send (4)": (
        "So a move to the east is noticed when the message of the old zone is due; it comes then, and is right until that hour is over."
    ),
}
