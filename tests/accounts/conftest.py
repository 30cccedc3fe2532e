"""The people of the tests of members."""

from tests.people.conftest import administrator, colleague, invitation

__all__ = ["administrator", "colleague", "invitation"]
