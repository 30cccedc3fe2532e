"""What the database itself refuses around money, whoever asks past the acts."""

import pytest
from django.db import IntegrityError, transaction

from accounts.duties import Duty
from accounts.tenancy import acting_as
from financing.models import Fund, Payable, PayeeAccount, PaymentBatch, PaymentOrder


@pytest.mark.parametrize(
    "duty",
    [Duty.ENTERPRISE_STAFF, Duty.LEADER, Duty.AUDITOR, Duty.OPERATOR],
)
def test_who_does_not_keep_money_writes_none_of_it(duty, batch, people, as_actor):
    reader = people.staff if duty == Duty.ENTERPRISE_STAFF else as_actor(duty)
    changes = {
        Payable: {"amount": 1}, PaymentOrder: {"amount": 1}, PaymentBatch: {"note": "示例"},
        Fund: {"payer_account": "1"},
    }  # fmt: skip
    with acting_as(reader):
        for model, change in changes.items():
            assert model._base_manager.update(**change) == 0, model.__name__


def test_account_keeps_its_number(batch, people):
    with acting_as(people.staff):
        rows = PayeeAccount._base_manager.all()
        assert rows.exists()
        with pytest.raises(IntegrityError, match="may not change"), transaction.atomic():
            rows.update(number="1234567890")
