"""My data."""

from typing import Final

OPEN: Final = "mydata.open"
