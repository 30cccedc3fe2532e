"""Lists: one declaration gives the page, its exports, and what people save for it."""

from pages.lists.bulk import BulkAct
from pages.lists.cells import Cell
from pages.lists.columns import Column, On
from pages.lists.filter_set import ListFilter
from pages.lists.open_page import OpenListPage, PublicListPage
from pages.lists.page import Empty, ListPage

__all__ = [
    "BulkAct",
    "Cell",
    "Column",
    "Empty",
    "ListFilter",
    "ListPage",
    "On",
    "OpenListPage",
    "PublicListPage",
]
