"""The filter of the messages that were sent to a webhook."""

import django_filters

from financing.models import WebhookDelivery
from pages.widgets import QuickSelect


class DeliveryFilter(django_filters.FilterSet):
    """What became of a message, and what it tells of."""

    state = django_filters.ChoiceFilter(
        label="状态",
        choices=WebhookDelivery.State.choices,
        empty_label="全部",
        widget=QuickSelect,
    )
    event = django_filters.ChoiceFilter(
        label="事件", choices=WebhookDelivery.Event.choices, empty_label="全部事件"
    )

    class Meta:
        model = WebhookDelivery
        fields: list[str] = []
