"""What can go wrong with a write, each a different sentence to the person."""


class LedgerError(Exception):
    """The database did not do what was asked."""


class NotWritten(LedgerError):
    """Nothing was stored. `name` is what a count of these calls it."""

    name = "not_written"


class NoRoom(NotWritten):
    """Nothing was stored, and nothing will be until there is room on the disk again."""

    name = "no_room"


class Unconfirmed(LedgerError):
    """It may have been stored: the answer did not come in time."""

    name = "unconfirmed"
