"""Names of districts as people write them."""

from collections.abc import Iterable

from accounts.models import District
from documents.written.text import one_line

# 黄岛区 and the new area are one place (domain facts 4.1); 即墨 was a city until 2018.
_OTHER_NAMES = {
    "370211": ("西海岸新区", "青岛西海岸新区", "黄岛"),
    "370215": ("即墨市", "即墨"),
    "370271": ("高新区", "青岛高新区"),
    "370200": ("市本级", "青岛市", "青岛", "全市", "市直"),
}
CITY_NAMES = "市本级"


class Places:
    """Finds a district by full name, short name, code or a name in common use."""

    def __init__(self, districts: Iterable[District]) -> None:
        self.by_id: dict[int, str] = {}
        self.city_id = 0
        self._ids: dict[str, int] = {}
        for district in districts:
            self.by_id[district.pk] = district.short_name
            if district.kind == District.Kind.CITY:
                self.city_id = district.pk
            short = district.short_name
            names = (district.name, short, district.code, short.rstrip("区市"), f"青岛市{short}")
            for name in (*names, *_OTHER_NAMES.get(district.code, ())):
                self._ids.setdefault(name, district.pk)

    @classmethod
    def load(cls) -> "Places":
        return cls(District.objects.filter(valid_to=None).order_by("sort"))

    def find(self, written: str) -> int | None:
        """The id of the district, or None when the name is unknown."""
        return self._ids.get("".join(one_line(written).split()))

    def names(self) -> tuple[str, ...]:
        """The short names, for a drop-down."""
        return tuple(self.by_id.values())
