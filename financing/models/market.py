"""The market's rate of interest, which the banks' rates are compared with."""

from django.db import models


class MarketRate(models.Model):
    """The one-year loan prime rate (一年期 LPR), per cent a year, from a day on (local date)."""

    valid_from = models.DateField("公布日期", unique=True)
    rate = models.DecimalField("一年期 LPR（%）", max_digits=5, decimal_places=2)
    noted_at = models.DateTimeField("登记时间", auto_now=True)

    class Meta:
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self.valid_from} {self.rate}"
