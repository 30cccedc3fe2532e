"""The walls of single wings, collected in `financing.database_objects`."""
