"""The first administrator of a bureau, the leadership group or the operator, whom nobody can
invite: named by whoever runs the portal's servers."""

from collections.abc import Sequence
from dataclasses import dataclass

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.urls import reverse

from accounts.duties import DUTIES_OF_KIND, Duty, OrganisationKind
from accounts.errors import refuse
from accounts.models import Membership, Organisation, User
from accounts.outbox import post
from accounts.person_names import holds_address, single_line
from accounts.tenancy import system_scope

# By these the city's own are named; a district's bureau by the code of its district.
CITY_WIDE = {
    "city": OrganisationKind.CITY_BUREAU,
    "leaders": OrganisationKind.LEADERSHIP_GROUP,
    "platform": OrganisationKind.PLATFORM,
}


@dataclass(frozen=True, slots=True)
class Named:
    """A person named as the first administrator of the organisation with the code `code`."""

    code: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Appointed:
    """Who administers what from now on. `link` is where a new account gets its password; "" for
    somebody who has one."""

    organisation: str
    name: str
    link: str


def without_administrator() -> list[tuple[str, str]]:
    """Code and name of each public organisation that nobody administers, the city's first."""
    with system_scope(reason="find the organisations without administrator"):
        wanting = _public().exclude(pk__in=_administered())
        return [(code_of(one), one.name) for one in wanting]


def appoint_first_administrators(people: Sequence[Named]) -> list[Appointed]:
    """Give each person the duty of their organisation, as its administrator, and mail them.

    Whoever has no account gets one, and sets its password by the link in the mail. All of it is
    done or nothing. Raises `RuleViolation`, keyed by the number of the line, for an unknown code,
    an organisation that has an administrator, and a person who cannot be one.
    """
    with system_scope(reason="appoint the first administrators"):
        organisations = {code_of(one): one for one in _public().select_for_update(of=("self",))}
        administered = set(_administered())
        errors, appointed = {}, []
        for line, person in enumerate(people, start=1):
            organisation = organisations.get(person.code)
            reason = _reason_against(person, organisation, administered)
            if organisation is None or reason:
                errors[str(line)] = f"第 {line} 行（{person.code}）：{reason}"
                continue
            administered.add(organisation.pk)
            appointed.append(_appoint(person, organisation))
        refuse(errors)
        return appointed


def code_of(organisation: Organisation) -> str:
    """By which a public organisation is named."""
    city_wide = {kind: code for code, kind in CITY_WIDE.items()}
    return city_wide.get(OrganisationKind(organisation.kind), organisation.district.code)


def _public() -> QuerySet[Organisation]:
    kinds = (*CITY_WIDE.values(), OrganisationKind.DISTRICT_BUREAU)
    rows = Organisation.objects.filter(kind__in=kinds, is_active=True)
    return rows.select_related("district").order_by("district__sort", "id")


def _administered() -> QuerySet[Membership, int]:
    rows = Membership.objects.working().filter(is_administrator=True, user__is_active=True)
    return rows.values_list("organisation_id", flat=True)


def _reason_against(
    person: Named, organisation: Organisation | None, administered: set[int]
) -> str:
    if organisation is None:
        return "没有这个机构代码，请用 --list 查看。"
    if organisation.pk in administered:
        return "已有管理员，请由其在“成员与授权”里邀请。"
    if not single_line(person.name) or holds_address(person.name):
        return "请填写姓名，不要写网址。"
    try:
        validate_email(person.email)
    except ValidationError:
        return "邮箱不正确。"
    if _account(person.email) is None and _is_taken(person.email):
        return "这个邮箱的账号还没有验证邮箱，请先让本人登录并验证。"
    return ""


def _account(email: str) -> User | None:
    """The account whose verified address it is."""
    address = EmailAddress.objects.filter(email__iexact=email, verified=True)
    found = address.select_related("user").first()
    return found.user if found else None


def _is_taken(email: str) -> bool:
    return (
        User.objects.filter(email__iexact=email).exists()
        or User.objects.filter(username__iexact=email).exists()
        or EmailAddress.objects.filter(email__iexact=email).exists()
    )


def _appoint(person: Named, organisation: Organisation) -> Appointed:
    name, email = single_line(person.name), person.email.strip().lower()
    duty = DUTIES_OF_KIND[organisation.kind][0]
    user = _account(email) or _new_account(name, email)
    Membership.objects.update_or_create(
        user=user, organisation=organisation, duty=duty, is_active=True,
        defaults={"district_id": organisation.district_id, "is_administrator": True},
    )  # fmt: skip
    link = "" if user.has_usable_password() else _password_link(user)
    _mail(user, organisation, duty, link)
    return Appointed(organisation.name, str(user), link)


def _new_account(name: str, email: str) -> User:
    user = User(username=email, email=email, name=name)
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _password_link(user: User) -> str:
    address = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )
    return f"{settings.PUBLIC_URL}{address}"


def _mail(user: User, organisation: Organisation, duty: Duty, link: str) -> None:
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    way = (
        f"请在 {days} 天内打开下面的网址设置密码，然后用这个邮箱登录：\n{link}"
        if link
        else f"请用您原来的账号登录：\n{settings.PUBLIC_URL}{reverse('account_login')}"
    )
    post(
        "accounts.mail",
        {
            "to": user.email,
            "subject": f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}您是{organisation.name}的管理员",
            "body": f"{user}，您好：\n\n您已成为{organisation.name}的{duty.label}和机构管理员，"
            f"可以邀请同事加入。{way}\n\n（系统邮件，请勿直接回复）",
            "key": f"first-administrator:{organisation.pk}:{user.pk}",
        },
        f"first-administrator:{organisation.pk}:{user.pk}",
    )
