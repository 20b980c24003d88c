"""Data in, Block Kit out; one module per conversation."""

from bot.views import (
    answering,
    asides,
    capture,
    credit,
    form,
    home,
    kit,
    launch,
    mydata,
    prepared,
    reframe,
    review,
    settings,
    share,
    shelf,
    trouble,
)

__all__ = [
    "answering",
    "asides",
    "capture",
    "credit",
    "form",
    "home",
    "kit",
    "launch",
    "mydata",
    "prepared",
    "reframe",
    "review",
    "settings",
    "share",
    "shelf",
    "trouble",
]
