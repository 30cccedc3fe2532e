"""Facts: what counted when, and where; and what was published of it for each day."""

from django.db import models
from django.db.models import Q

from accounts.tenancy import TenantModel


class Placement(TenantModel):
    """Where an enterprise stood from the local day `since` up to and without `until` (None: it
    still does): its district, the division of its industry (two digits) and its size class."""

    industry = models.CharField("行业大类", max_length=2, blank=True)
    size = models.CharField("企业规模", max_length=10, blank=True)
    since = models.DateField("自")
    until = models.DateField("至", null=True)
    known_at = models.DateTimeField("记录时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(until=None), name="placement_one_present"
            )
        ]
        indexes = [models.Index(fields=["organisation", "since"], name="placement_order")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.since}"


class CountedStay(TenantModel):
    """A time in which a subject of a metric counted, in one district, industry and size.

    It counts from the local day `starts_on` up to and without `ends_on` (None: no end is known);
    the portal knew it so from `known_from` up to and without `known_until` (None: it holds).
    A row is never changed but in its `known_until`, so that what was known at any time can be
    computed again. `organisation` counted, or holds what counted.
    """

    MOVED_IN, MOVED_OUT = "moved_in", "moved_out"
    # The enterprise came into another industry or size, and stayed in its district.
    RECLASSIFIED = "reclassified"
    MOVES = (MOVED_IN, MOVED_OUT, RECLASSIFIED)
    # By an act against the holder, and not by time.
    TAKEN = "revoke"

    metric = models.CharField("指标", max_length=30)
    subject = models.BigIntegerField("计数对象")
    industry = models.CharField("行业大类", max_length=2, blank=True)
    size = models.CharField("企业规模", max_length=10, blank=True)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", null=True)
    came = models.CharField("进入方式", max_length=20)
    went = models.CharField("退出方式", max_length=20, blank=True)
    known_from = models.DateTimeField("录入时间")
    known_until = models.DateTimeField("更正时间", null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["metric", "starts_on"],
                name="stay_begins",
                condition=Q(known_until=None),
            ),
            models.Index(
                fields=["metric", "ends_on"], name="stay_ends", condition=Q(known_until=None)
            ),
            models.Index(fields=["organisation", "metric"], name="stay_of_organisation"),
            models.Index(fields=["metric", "subject"], name="stay_of_subject"),
            models.Index(fields=["known_from"], name="stay_known"),
            models.Index(
                fields=["known_until"], name="stay_over", condition=Q(known_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.subject} {self.starts_on}"


class DailySnapshot(models.Model):
    """The facts of one local day as they were known at `as_of`. A figure that was published never
    changes: where a day is computed again with another result, that is another snapshot, and
    `differences` lists [district, metric, before, after] of it."""

    day = models.DateField("日期")
    as_of = models.DateTimeField("数据截至")
    # The last time that the day was computed with this very result.
    checked_at = models.DateTimeField("复核时间")
    differences = models.JSONField("差异", default=list)
    # [metric, "stock" or "recognised", before, after] of the whole city.
    corrections = models.JSONField("更正", default=list, db_default=[])
    # What was known beside the figures, see `reports.facts.background`; None in snapshots from
    # before there were district facts, which the next night adds.
    outlook = models.JSONField("到期和复核", null=True)
    # How long cases were in each stage, see `reports.facts.stages`; None where it was not counted.
    stages = models.JSONField("办理用时", null=True)
    # The keys of the events that brought those cases to their stage which were late.
    late_cases = models.JSONField("超期申报", default=list, db_default=[])
    is_current = models.BooleanField("当前版本", default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "as_of"], name="daily_snapshot_once"),
            models.UniqueConstraint(
                fields=["day"], condition=Q(is_current=True), name="daily_snapshot_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.as_of:%Y-%m-%d %H:%M}"


class Fact(models.Model):
    """What a snapshot says of one metric in a district, an industry and a size.

    `stock` counts on the day; `organisations` are the enterprises behind it; `recognised` are all
    acts of recognition up to and with the day, where each was won.
    """

    snapshot = models.ForeignKey(DailySnapshot, models.CASCADE, related_name="facts")
    metric = models.CharField("指标", max_length=30)
    district = models.ForeignKey("accounts.District", models.PROTECT, related_name="+")
    industry = models.CharField("行业大类", max_length=2, blank=True)
    size = models.CharField("企业规模", max_length=10, blank=True)
    stock = models.PositiveIntegerField("存量")
    organisations = models.PositiveIntegerField("企业数")
    recognised = models.PositiveIntegerField("累计认定")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "metric", "district", "industry", "size"], name="fact_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id} {self.metric} {self.district_id}"


class DistrictFact(models.Model):
    """What a snapshot says of one metric in a district: the sums of its facts, and what came and
    went since the beginning of history, so that the flow of any time is a difference of two days.

    `entered`, `left` and `taken` are events of those who count, up to and with the day; a move
    from one district to another is none of them, but `moved_out` here and `moved_in` there.
    """

    snapshot = models.ForeignKey(DailySnapshot, models.CASCADE, related_name="districts")
    metric = models.CharField("指标", max_length=30)
    district = models.ForeignKey("accounts.District", models.PROTECT, related_name="+")
    stock = models.PositiveIntegerField("存量")
    organisations = models.PositiveIntegerField("企业数")
    recognised = models.PositiveIntegerField("累计认定")
    entered = models.PositiveIntegerField("累计进入")
    left = models.PositiveIntegerField("累计退出")
    taken = models.PositiveIntegerField("累计撤销")
    moved_in = models.PositiveIntegerField("累计迁入")
    moved_out = models.PositiveIntegerField("累计迁出")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "metric", "district"], name="district_fact_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id} {self.metric} {self.district_id}"


class FactCheck(models.Model):
    """One check of the figures of a local day, as it went the last time.

    `compared` figures were compared; `faults` lists [metric, district id or None, expected, found]
    of those that differ.
    """

    class Kind(models.TextChoices):
        DISTRICTS = "districts", "区市之和 = 全市"
        FLOWS = "flows", "存量 = 上期 + 增 − 减"
        QUERY = "query", "看板 = 独立查询"
        SOURCE = "source", "统计 = 业务台账"

    day = models.DateField("日期")
    kind = models.CharField("核对", max_length=10, choices=Kind.choices)
    checked_at = models.DateTimeField("核对时间")
    compared = models.PositiveIntegerField("核对数")
    faults = models.JSONField("不符", default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "kind"], name="fact_check_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"

    @property
    def holds(self) -> bool:
        return not self.faults
