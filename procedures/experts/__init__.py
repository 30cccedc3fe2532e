"""The pool of experts, their panels and score sheets."""
