"""Data in, Block Kit out; one module per conversation."""

from bot.views import capture, kit, reframe, shelf, trouble

__all__ = ["capture", "kit", "reframe", "shelf", "trouble"]
