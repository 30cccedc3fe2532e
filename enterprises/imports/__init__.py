"""Bringing enterprises and published titles in from workbooks."""
