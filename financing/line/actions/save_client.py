"""Programs of a bank: made, given new secrets while the old still holds, and ended."""

from collections.abc import Iterable
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

from django.db import transaction
from django.utils import timezone
from oauth2_provider.generators import ClientIdGenerator
from oauth2_provider.models import AccessToken

from accounts.actors import home_of
from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.models import Membership, User
from accounts.tenancy import Actor
from financing.models import BankClient, ClientScope, ClientSecret
from financing.models.client import hash_of, new_secret
from pages.stale import refuse_stale

CHANGED_ALREADY = "密钥刚才已经更换，只显示那一次；没有存下的，请再更换一次。"
OVERLAP = timedelta(days=7)
MOST_CLIENTS = 20
MOST_NETWORKS = 50


def make_client(
    actor: Actor, name: str, scopes: Iterable[str], networks: Iterable[str] = ()
) -> tuple[BankClient, str]:
    """A new program of the actor's bank, and its secret, which is shown this once.

    `networks` are addresses or networks (CIDR) that it may call from; none: from anywhere. Raises
    `NotPermitted`, `RuleViolation` at the fields `name`, `scopes`, `networks`.
    """
    with transaction.atomic():
        _refuse_others(actor)
        terms, errors = _terms(actor, name, scopes, networks)
        own = BankClient.objects.filter(organisation_id=actor.organisation_id, disabled_at=None)
        if own.count() >= MOST_CLIENTS:
            errors[""] = f"一家银行最多 {MOST_CLIENTS} 个程序，请先停用不用的。"
        refuse(errors)
        client = BankClient(
            **home_of(actor),
            client_id=ClientIdGenerator().hash(),
            client_secret="",
            hash_client_secret=False,
            client_type=BankClient.CLIENT_CONFIDENTIAL,
            authorization_grant_type=BankClient.GRANT_CLIENT_CREDENTIALS,
            created_by_id=actor.user_id,
            **terms,
        )
        client.membership = _service_account(actor, client)
        client.save(force_insert=True)
        return client, _add_secret(actor, client)


def change_client(
    actor: Actor,
    client_id: int,
    name: str,
    scopes: Iterable[str],
    networks: Iterable[str] = (),
    *,
    version: int | None = None,
) -> BankClient:
    """Give a program another name, other scopes or other networks: they hold from the next call
    on, also for the tokens that it has.

    Raises `BankClient.DoesNotExist`, `NotPermitted`, `StaleRecord`, and `RuleViolation` as
    `make_client` or for a disabled program.
    """
    with transaction.atomic():
        client = _own(actor, client_id)
        refuse_stale(client, version)
        if client.disabled_at is not None:
            raise RuleViolation("这个程序已停用。")
        terms, errors = _terms(actor, name, scopes, networks, but=client.pk)
        refuse(errors)
        for field, value in terms.items():
            setattr(client, field, value)
        client.version += 1
        client.save(update_fields=[*terms, "version"])
    return client


def _terms(
    actor: Actor, name: str, scopes: Iterable[str], networks: Iterable[str], but: int = 0
) -> tuple[dict[str, Any], dict[str, str]]:
    """What a program is to be, and what is wrong with that, by field; `but` is the program itself
    where it exists."""
    name = " ".join(name.split())
    chosen = [scope for scope in ClientScope.values if scope in set(scopes)]
    places, errors = _networks(networks)
    own = BankClient.objects.filter(organisation_id=actor.organisation_id, disabled_at=None)
    if not 0 < len(name) <= 60:
        errors["name"] = "请填写 60 字以内的名称。"
    elif own.filter(name=name).exclude(pk=but).exists():
        errors["name"] = "已有同名的程序。"
    if not chosen:
        errors["scopes"] = "请至少选择一项权限。"
    return {"name": name, "scopes": chosen, "allowed_networks": places}, errors


def rotate_secret(actor: Actor, client_id: int, latest_id: int | None = None) -> str:
    """A further secret, shown this once; the present one holds for `OVERLAP` more.

    `latest_id` is that of the secret which the page showed as the present one: a page that is sent
    twice changes it once. Raises `BankClient.DoesNotExist`, `NotPermitted`, `RuleViolation` for a
    disabled program or where another secret is the present one.
    """
    with transaction.atomic():
        client = _own(actor, client_id)
        if client.disabled_at is not None:
            raise RuleViolation("这个程序已停用。")
        until = timezone.now() + OVERLAP
        present = ClientSecret.objects.filter(client=client, expires_at=None)
        if latest_id is not None and not present.filter(pk=latest_id).exists():
            raise RuleViolation(CHANGED_ALREADY)
        present.update(expires_at=until)
        return _add_secret(actor, client)


def end_secret(actor: Actor, secret_id: int) -> None:
    """Let an old secret end at once. Raises `ClientSecret.DoesNotExist`, `NotPermitted`,
    `RuleViolation` for the one that has no end yet."""
    with transaction.atomic():
        _refuse_others(actor)
        rows = ClientSecret.objects.visible_to(actor).select_for_update(of=("self",))
        secret: ClientSecret = rows.get(pk=secret_id)
        if secret.expires_at is None:
            raise RuleViolation("这是现在使用的密钥。请先更换密钥，再停用旧的。")
        secret.expires_at = timezone.now()
        secret.save(update_fields=["expires_at"])


def disable_client(actor: Actor, client_id: int) -> BankClient:
    """End a program: its tokens and secrets hold no more. Raises like `rotate_secret`."""
    with transaction.atomic():
        client = _own(actor, client_id)
        if client.disabled_at is not None:
            raise RuleViolation("这个程序已停用。")
        client.disabled_at = timezone.now()
        client.save(update_fields=["disabled_at"])
        ClientSecret.objects.filter(client=client).update(expires_at=timezone.now())
        AccessToken.objects.filter(application=client).delete()
        Membership.objects.filter(pk=client.membership_id).update(
            is_active=False, left_at=timezone.now()
        )
    return client


def _networks(texts: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    places, wrong = [], []
    for text in texts:
        try:
            place = ip_network(text.strip(), strict=False)
            if "%" in str(place):  # a zone of one machine's own
                raise ValueError(text)
            places.append(str(place))
        except ValueError:
            wrong.append(text.strip())
    if wrong:
        return [], {"networks": f"不是有效的地址或网段：{'、'.join(wrong)[:200]}"}
    if len(places) > MOST_NETWORKS:
        return [], {"networks": f"最多 {MOST_NETWORKS} 个地址或网段。"}
    return places, {}


def _service_account(actor: Actor, client: BankClient) -> Membership:
    """The account that the program acts as; nobody can sign in with it."""
    user = User(username=f"program-{client.client_id}"[:150], name=f"接口：{client.name}"[:60])
    user.set_unusable_password()
    user.save(force_insert=True)
    return Membership.objects.create(
        **home_of(actor), user=user, duty=Duty.BANK_OFFICER, is_program=True
    )


def _add_secret(actor: Actor, client: BankClient) -> str:
    text = new_secret()
    ClientSecret.objects.create(
        organisation_id=client.organisation_id,
        district_id=client.district_id,
        client=client,
        sha256=hash_of(text),
        hint=text[-4:],
        created_by_id=actor.user_id,
    )
    return text


def _own(actor: Actor, client_id: int) -> BankClient:
    _refuse_others(actor)
    rows = BankClient.objects.visible_to(actor).select_for_update(of=("self",))
    return rows.get(pk=client_id, organisation_id=actor.organisation_id)


def _refuse_others(actor: Actor) -> None:
    if actor.duty != Duty.BANK_OFFICER or not actor.is_administrator:
        raise NotPermitted("只有银行的管理员可以管理接口程序。")
