"""Records: one declaration gives the page of a row, its form, its history, and its retirement."""

from pages.records.record import Record, Section
from pages.records.record_list import RecordList

__all__ = ["Record", "RecordList", "Section"]
