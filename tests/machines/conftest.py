"""Posts that do as told."""

import pytest

from tests.delivery.office import Posts


@pytest.fixture
def posts() -> Posts:
    return Posts()
