"""Now, on both clocks: people's dates live on one that the playground can move, leases and doubts on the real one."""

from datetime import datetime
from typing import NamedTuple


class Moment(NamedTuple):
    """Now, aware and in UTC, on both clocks.

    `due` is what due dates, entries and weeks are compared with; the playground moves it forward. `real` is what
    leases, doubts and time-outs are compared with; nobody moves it. Outside the playground they are the same.
    """

    due: datetime
    real: datetime
