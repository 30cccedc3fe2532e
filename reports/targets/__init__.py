"""The city's plans: what is to be reached, by when, and which part of it each district takes."""
