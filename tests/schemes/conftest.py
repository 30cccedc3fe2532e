"""The people and rules of the filings' tests."""

from tests.procedures.conftest import constraints_are_checked_in_scope, people

__all__ = ["constraints_are_checked_in_scope", "people"]
