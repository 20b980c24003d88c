"""`python -m tests.firewall [--held-out]`: what the firewall lets pass, by kind, in the open part; of the rest its totals."""

import sys

from tests.firewall.claims import HELD_OUT, OPEN, read, summary, table

_LINE = "{0} of {1} lies passed, {2} of {3} honest sentences passed"


def main() -> None:
    """Print the table."""
    opened = read(OPEN)
    sys.stdout.write("\n".join([*table(opened), "open: " + _LINE.format(*summary(opened)), ""]))
    if "--held-out" in sys.argv:
        sys.stdout.write("held out: " + _LINE.format(*summary(read(HELD_OUT))) + "\n")


if __name__ == "__main__":
    main()
