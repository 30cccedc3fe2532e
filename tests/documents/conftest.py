"""Fixtures of uploads."""

from tests.procedures.conftest import own_media

__all__ = ["own_media"]
