"""Every test here has fresh tables on both databases."""

from tests.ledger.databases import *  # noqa: F403  # fixtures
