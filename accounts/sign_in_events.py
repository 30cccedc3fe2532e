"""Sign-ins, failures, sign-outs and changes of how people sign in, put on record."""

from collections.abc import Callable

from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import Signal
from django.http import HttpRequest

from accounts.models import User
from accounts.tenancy import system_scope
from audit.models import SignInEvent
from audit.trail import record_sign_in

Kind = SignInEvent.Kind
# Each signal of the libraries with the event that it is here.
EVENTS: tuple[tuple[Signal, Kind], ...] = (
    (user_logged_in, Kind.SIGNED_IN),
    (user_logged_out, Kind.SIGNED_OUT),
    (account.user_signed_up, Kind.SIGNED_UP),
    (account.password_changed, Kind.PASSWORD_CHANGED),
    (account.password_set, Kind.PASSWORD_CHANGED),
    (account.password_reset, Kind.PASSWORD_RESET),
    (account.email_added, Kind.EMAIL_ADDED),
    (account.email_changed, Kind.EMAIL_CHANGED),
    (account.email_removed, Kind.EMAIL_REMOVED),
    (mfa.authenticator_added, Kind.FACTOR_ADDED),
    (mfa.authenticator_removed, Kind.FACTOR_REMOVED),
    (mfa.authenticator_reset, Kind.FACTOR_RESET),
    (mfa.authentication_failed, Kind.FACTOR_FAILED),
)


def note(
    request: HttpRequest | None, kind: Kind, user: User | None, account: str = "", detail: str = ""
) -> None:
    """Put one event on record; `account` is what was typed, where nobody is known yet."""
    from accounts.middleware import address_of

    with system_scope(reason="put a sign-in on record", savepoint=False):
        record_sign_in(
            kind,
            user_id=user.pk if user else None,
            account=account or (user.get_username() if user else ""),
            ip=address_of(request) if request else "",
            device=request.headers.get("User-Agent", "") if request else "",
            detail=detail,
        )


def record_sign_in_events() -> None:
    """Listen to the libraries; called when the portal starts."""
    for signal, kind in EVENTS:
        signal.connect(_recorder(kind), weak=False, dispatch_uid=f"sign-in-events:{kind}")
    account.email_confirmed.connect(_confirmed, dispatch_uid="sign-in-events:email_confirmed")


def _recorder(kind: Kind) -> Callable[..., None]:
    def record(
        sender: object, request: HttpRequest | None = None, user: User | None = None, **_: object
    ) -> None:
        if user is not None:  # signing out without having been signed in is no event
            note(request, kind, user)

    return record


def _confirmed(
    sender: object, request: HttpRequest, email_address: EmailAddress, **_: object
) -> None:
    note(request, Kind.EMAIL_CONFIRMED, email_address.user, detail=email_address.email)
