"""The demo city: every app brings the steps that build its part of it, in its `demo` module."""
