"""Taking a registered product into a draft: nobody types again what the registry knows."""

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from enterprises.figures import PRODUCT_COLUMNS
from enterprises.models import Product
from procedures.cases.actions.save_answer import SAVED
from procedures.cases.actions.start_application import text_of
from procedures.cases.explanations import change_answer
from procedures.cases.lifecycle import MACHINE
from procedures.cases.revisions import note_revision
from procedures.cases.running import filed_already
from procedures.models import Application
from schemes.definition.form import FormField
from schemes.definition.scheme import SchemeDefinition

SOURCE = "product."


def questions_of_a_product(definition: SchemeDefinition) -> list[FormField]:
    """The questions that are answered by what the registry knows of one product."""
    return [field for field in definition.fields() if field.prefill.startswith(SOURCE)]


def refuse_filed_already(application: Application, product: Product) -> None:
    """Raise `RuleViolation` where another case for the product is under way."""
    version, organisation_id = application.scheme_version, application.organisation_id
    if filed := filed_already(version, organisation_id, product.name, but=application.pk):
        raise RuleViolation(filed)


def take_product(actor: Actor, application_id: int, product_id: int) -> Application:
    """Answer the questions about the product by what is registered of `product_id`; what the
    registry does not know stays as it is.

    Raises `NotPermitted`, `RuleViolation`, or `Product.DoesNotExist`.
    """
    with transaction.atomic():
        application = MACHINE.locked(actor, application_id)
        if not actor.is_enterprise:
            raise NotPermitted("只有企业的填报人可以填写。")
        if not application.is_editable:
            raise RuleViolation("这件申报已经提交，不能再修改。")
        product = Product.objects.get(pk=product_id, organisation_id=actor.organisation_id)
        if application.renews_id is None:
            refuse_filed_already(application, product)
        known = {name: getattr(product, name) for name in PRODUCT_COLUMNS}
        definition = application.scheme_version.parsed
        for field in questions_of_a_product(definition):
            value = known.get(field.prefill.removeprefix(SOURCE))
            if value in (None, ""):
                continue
            change_answer(application, field.key, text_of(value))
            note_revision(actor, application, field.key)
        application.title = str(application.answers.get(definition.title_field) or "")[:200]
        application.save(update_fields=SAVED)
        return application
