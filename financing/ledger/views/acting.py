"""Buttons of a life as sheets of a page, and what they send."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from financing.ledger.actions.carry_out import carry_out
from financing.whitelist.forms import ActForm
from lifecycle.machine import Machine
from lifecycle.transitions import AvailableTransition, Transition
from pages.acts import attempt
from pages.request_values import shown_version

KEEPERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)
READERS = (*KEEPERS, Duty.LEADER, Duty.AUDITOR)
FormOf = Callable[..., ActForm]
AnyMachine = Machine[Any, Any, Any]


def sheets(
    machine: AnyMachine, actor: Actor, row: Model, url_name: str,
    refused: ActForm | None = None, form_of: FormOf = ActForm,
) -> list[dict[str, object]]:  # fmt: skip
    """What the actor may do with the row now: each with its form, its address, and what forbids
    it. `refused` is a form that came back."""
    return [_sheet(one, row, url_name, refused, form_of) for one in machine.available(actor, row)]


def _sheet(
    one: AvailableTransition[Any, Any], row: Model, url_name: str, refused: ActForm | None,
    form_of: FormOf,
) -> dict[str, object]:  # fmt: skip
    transition = one.transition
    form = refused if refused and refused.transition.name == transition.name else None
    return {
        "transition": transition,
        "reasons": one.reasons,
        "form": form or form_of(transition, auto_id=f"{transition.name}_{row.pk}_%s"),
        "url": reverse(url_name, args=[row.pk, transition.name]),
        "row": row,
    }


def named(machine: AnyMachine, name: str) -> Transition[Any, Any]:
    """The transition with a button of that name. Raises the model's `DoesNotExist`."""
    transition = machine.transitions.get(name)
    if transition is None or not transition.by_hand:
        raise machine.model.DoesNotExist
    return transition


def act(
    request: ActorRequest, machine: AnyMachine, pk: int, name: str, back: str,
    again: Callable[[ActForm], HttpResponse], form_of: FormOf = ActForm, done: str = "",
) -> HttpResponse:  # fmt: skip
    """Carry out what a button sent, and go on to `back`; or show the page `again`. `done` is what
    is said of it, if more than its name."""
    transition = named(machine, name)
    form = form_of(transition, request.POST, auto_id=f"{name}_{pk}_%s")
    tried = attempt(
        request,
        lambda: carry_out(
            machine, request.actor, pk, name, form.given(),
            expected_version=shown_version(request.POST),
        ),
        form=form,
        done=done or f"{transition.in_history}：已办理。",
    )  # fmt: skip
    return redirect(back) if tried else again(form)
