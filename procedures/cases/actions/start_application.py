"""Starting a filing, or going on with the draft that is there."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from pydantic import JsonValue

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from enterprises.figures import Facts, facts_of
from enterprises.models import Enterprise
from procedures.cases.bans import bans_against
from procedures.cases.outcomes import held_already, held_kinds
from procedures.cases.parts import begin_part
from procedures.cases.running import filed_already, names_to_file
from procedures.models import Application, ApplicationFile, Batch
from procedures.models.application import State
from schemes.answers import Answers, WrongAnswer, parse_answer, stored_as_typed
from schemes.definition.form import PRODUCTS, FieldKind, FormField, is_missing
from schemes.models import SchemeVersion


def start_application(
    actor: Actor, batch_id: int, *, renews: int | None = None, again: int | None = None
) -> tuple[Application, bool]:
    """The enterprise's draft in a batch, and whether it is new; a new one is prefilled, and takes
    over what was filled in for the scheme's last batch and not submitted in time. `renews` is the
    case whose outcome is to be re-checked: its answers are taken over too. `again` is a case of the
    same scheme that was withdrawn or declined, and is filed once more with its answers and files.

    Raises `NotPermitted`, `Batch.DoesNotExist`, `Application.DoesNotExist`, and `RuleViolation`
    for a closed batch, an enterprise whose registration is not confirmed or one that is barred.
    """
    if not actor.is_enterprise:
        raise NotPermitted("只有企业的填报人可以申报。")
    with transaction.atomic():
        # The enterprise's row is the lock that makes a double click one draft.
        enterprise = Enterprise.objects.select_for_update().get(pk=actor.organisation_id)
        draft = Application.objects.drafts_of(actor.organisation_id, batch_id, renews).first()
        if draft is not None:
            return draft, False
        batch = Batch.objects.select_related("version").get(pk=batch_id)
        if not batch.is_open:
            raise RuleViolation("本批次现在不接受申报。")
        if not (batch.takes_rechecks if renews else batch.takes_filings):
            raise RuleViolation(f"本批次{batch.get_purpose_display()}。")
        if enterprise.registration_state != "confirmed":
            raise RuleViolation("企业登记信息经区市主管部门确认后才能申报。")
        if barred := bans_against(enterprise.pk, batch.version.parsed.outcome):
            raise RuleViolation(barred)
        if renews is None:
            version = batch.version
            held = held_already(version.parsed.outcome, held_kinds(enterprise.pk))
            if refusal := held or filed_already(version, enterprise.pk):
                raise RuleViolation(refusal)
        facts = facts_of(enterprise.pk)
        # Of several products the enterprise chooses one on the form (`take_product`).
        names = {str(one["name"]) for one in facts.products}
        free = names_to_file(batch.version, enterprise.pk, names)
        offered = [one for one in facts.products if one["name"] in free]
        product: Mapping[str, object] = offered[0] if len(offered) == 1 else {}
        answers = prefilled(batch.version, facts, batch.last_year, product=product)
        earlier = _unsent_draft(batch, enterprise.pk, renews)
        repeated = _to_repeat(batch, enterprise.pk, again) if again else None
        renewed = Application.objects.filter(pk=renews).first() if renews else None
        source = repeated or earlier or renewed
        if source is not None:
            # Last year's words stay; of figures, those that the registry has now are newer.
            answers |= carried_over(batch.version, source, but=figures_of(batch.version, answers))
        application = Application.objects.create(
            batch=batch,
            scheme_version_id=batch.version_id,
            organisation_id=enterprise.pk,
            district_id=enterprise.district_id,
            created_by_id=actor.user_id,
            purpose=Application.Purpose.RECHECK if renews else Application.Purpose.CERTIFY,
            renews_id=renews,
            answers=answers,
            title=str(answers.get(batch.version.parsed.title_field) or "")[:200],
        )
        if with_files := repeated or earlier:
            _take_files_along(with_files, application)
        if earlier is not None and repeated is None:
            earlier.deleted_at = timezone.now()
            earlier.save(update_fields=["deleted_at", "updated_at"])
        begin_part(application, source)
        return application, True


def _unsent_draft(batch: Batch, organisation_id: int, renews: int | None) -> Application | None:
    """The latest draft of the scheme that missed the end of its batch."""
    drafts = Application.objects.filter(
        organisation_id=organisation_id,
        state=State.DRAFT,
        deleted_at=None,
        renews=renews,
        batch__version__scheme_id=batch.version.scheme_id,
        batch__closes_at__lte=timezone.now(),
    )
    return drafts.select_related("scheme_version").order_by("-id").first()


def _to_repeat(batch: Batch, organisation_id: int, again: int) -> Application:
    """The enterprise's ended case `again`, if the batch is one of its scheme."""
    return Application.objects.get(
        pk=again,
        organisation_id=organisation_id,
        state__in=(State.WITHDRAWN, State.DECLINED),
        batch__version__scheme_id=batch.version.scheme_id,
    )


def figures_of(version: SchemeVersion, answers: Mapping[str, object]) -> set[str]:
    """The fields among `answers` that were filled from the yearly figures."""
    prefills = {field.key: field.prefill for field in version.parsed.fields()}
    return {key for key in answers if prefills[key].startswith("figures.")}


def carried_over(version: SchemeVersion, earlier: Application, *, but: set[str]) -> Answers:
    """The answers of `earlier` that are answers under `version` too, without the fields `but`."""
    answers = {}
    for field in version.parsed.fields():
        answer = earlier.answers.get(field.key)
        if field.kind == FieldKind.FILE or field.key in but or is_missing(answer):
            continue
        try:
            answers[field.key] = parse_answer(field, stored_as_typed(field, answer))
        except WrongAnswer:
            continue
    return answers


def _take_files_along(earlier: Application, application: Application) -> None:
    fields = {
        field.key: field.max_files
        for field in application.scheme_version.parsed.fields()
        if field.kind == FieldKind.FILE
    }
    taken = dict.fromkeys(fields, 0)
    for row in earlier.files.filter(removed_at=None).order_by("id"):
        if taken.get(row.field, 0) >= fields.get(row.field, 0):
            continue
        taken[row.field] += 1
        ApplicationFile.objects.create(
            application=application,
            **application.home,
            field=row.field,
            attachment_id=row.attachment_id,
        )


def prefilled(
    version: SchemeVersion,
    facts: Facts,
    last_year: int | None,
    only: set[str] | None = None,
    product: Mapping[str, object] | None = None,
) -> Answers:
    """What the portal knows already, as answers, the figures those of `last_year` (None: of the
    last reported one); nobody types it again. With `only`, the answers to those fields alone; of
    products the first one, unless `product` is given."""
    sources: dict[str, Mapping[str, object]] = {
        "enterprise": facts.enterprise,
        "figures": facts.latest if last_year is None else facts.years.get(last_year, {}),
        "product": facts.product if product is None else product,
    }
    answers: Answers = {}
    for field in version.parsed.fields():
        if not field.prefill or (only is not None and field.key not in only):
            continue
        if field.prefill == PRODUCTS:
            rows = _product_rows(field, facts)
            if rows:
                answers[field.key] = rows
            continue
        group, _, name = field.prefill.partition(".")
        value = sources.get(group, {}).get(name)
        if value not in (None, ""):
            answers[field.key] = text_of(value)
    return answers


def _product_rows(field: FormField, facts: Facts) -> list[JsonValue]:
    """The enterprise's products as rows; a column takes what its own prefill names."""
    rows: list[JsonValue] = []
    for product in facts.products[: field.max_rows]:
        cells = {column.key: product.get(column.prefill) for column in field.columns}
        row: Answers = {
            key: text_of(value) for key, value in cells.items() if value not in (None, "")
        }
        if row:
            rows.append(row)
    return rows


def text_of(value: object) -> str:
    """A value of the registry as an answer holds it."""
    return _plain(value) if isinstance(value, Decimal) else str(value)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
