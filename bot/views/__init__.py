"""Data in, Block Kit out; one module per conversation."""

from bot.views import capture, form, kit, reframe, shelf, trouble

__all__ = ["capture", "form", "kit", "reframe", "shelf", "trouble"]
