"""The report builder: tables that a bureau puts together itself."""
