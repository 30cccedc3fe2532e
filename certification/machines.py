"""The machine of this app, and its acts that take two persons."""

from certification import two_persons
from certification.lifecycle import MACHINE
from lifecycle.registry import register
from lifecycle.two_persons import register_act

register(MACHINE)

for act in two_persons.ACTS:
    register_act(act)
