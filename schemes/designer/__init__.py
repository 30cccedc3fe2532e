"""Editing versions of schemes in the browser."""
