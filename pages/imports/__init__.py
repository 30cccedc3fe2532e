"""Imports: one declaration brings rows of a record in from Excel or CSV, checked before applied."""
