"""Schemes, their versions, and who waits for their batches."""

from schemes.models.scheme import Scheme, SchemeVersion, SchemeVersionEvent
from schemes.models.watch import SchemeWatch

__all__ = ["Scheme", "SchemeVersion", "SchemeVersionEvent", "SchemeWatch"]
