"""Entries of the registry, and what people type into its forms."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.duties import OrganisationKind
from accounts.models import District, Organisation
from accounts.tenancy import system_scope
from enterprises.actions.entry_values import fill
from enterprises.models import Enterprise, RegistrationEvent, RegistrationState
from enterprises.rules.credit_code import complete_credit_code


def code_of(number):
    """The valid credit code of the enterprise with this number."""
    return complete_credit_code("91370212", f"RG{number:06d}")


def details(**changes):
    """Right details of an entry; money in 万元."""
    return {
        "address": "青岛市崂山区示例路 1 号",
        "legal_representative": "张示例",
        "industry_code": "34",
        "staff": 120,
        "revenue": 5600,
        "assets": 8000,
        "contact_name": "李示例",
        "contact_phone": "13800000000",
        "contact_email": "contact@portal.example",
        **changes,
    }


def scan(name="营业执照.pdf"):
    """A scan as a form sends it."""
    return SimpleUploadedFile(name, b"%PDF-1.7\n%%EOF\n", "application/pdf")


def typed(district, number=1, **changes):
    """What the registration form sends."""
    return {
        "licence": scan(),
        "credit_code": code_of(number),
        "name": f"青岛示例齿轮{number}有限公司",
        "district": district.pk,
        **details(),
        **changes,
    }


def entry(number=1, *, district="370212", name="", state=RegistrationState.CONFIRMED, **changes):
    """An entry of the registry, in the district with this code."""
    name = name or f"青岛示例齿轮{number}有限公司"
    with system_scope(reason="test"):
        place = District.objects.get(code=district)
        organisation = Organisation.objects.create(
            kind=OrganisationKind.ENTERPRISE, name=name, district=place
        )
        enterprise = Enterprise(organisation=organisation, district=place, registration_state=state)
        code = None if state == RegistrationState.UNCLAIMED else code_of(number)
        fill(enterprise, details(name=name, credit_code=code, **changes))
        enterprise.save(force_insert=True)
    return enterprise


def unconfirm_all():
    """Let every entry wait for its confirmation again. Use it inside `system_scope`."""
    entries = Enterprise.objects.all()
    RegistrationEvent.objects.bulk_create(
        RegistrationEvent(
            enterprise=entry, organisation_id=entry.pk, district_id=entry.district_id,
            transition="test", target=RegistrationState.PENDING, at=timezone.now(),
        )
        for entry in entries
    )  # fmt: skip
    entries.update(registration_state=RegistrationState.PENDING)


def seen(client, page, **data):
    """What a form on `page` sends: `data`, and the version of the entry that the page shows."""
    return {"version": client.get(page).context["version"], **data}
