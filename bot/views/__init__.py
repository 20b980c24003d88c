"""Data in, Block Kit out; one module per conversation."""

from bot.views import asides, capture, credit, form, home, kit, mydata, prepared, reframe, settings, shelf, trouble

__all__ = [
    "asides",
    "capture",
    "credit",
    "form",
    "home",
    "kit",
    "mydata",
    "prepared",
    "reframe",
    "settings",
    "shelf",
    "trouble",
]
