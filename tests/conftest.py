"""What the attacks share."""

import pytest

from tests.attack import Scene, scene
from tests.world import World


@pytest.fixture(scope="module")
def attacked(own_database) -> Scene:
    """The scene of tests/attack.py, committed in a database of the module's own."""
    return scene(World())
