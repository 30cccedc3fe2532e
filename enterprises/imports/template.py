"""The empty workbooks to download."""
