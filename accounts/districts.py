"""Qingdao's divisions, as reference data.

Source: NBS county-level codes (domain.md 4.1). 青岛高新区 carried the statistical code 370271
until the 2023-09 edition; 即墨 was 370282 until 2018. The tile places are a schematic drawing,
not a map.
"""

from datetime import date
from typing import TypedDict


class DivisionRow(TypedDict, total=False):
    code: str
    name: str
    short_name: str
    kind: str
    sort: int
    tile_column: int
    tile_row: int
    valid_from: date
    valid_to: date


CITY_CODE = "370200"

QINGDAO: list[DivisionRow] = [
    {"code": CITY_CODE, "name": "青岛市（市本级）", "short_name": "市本级", "kind": "city",
     "sort": 0},
    {"code": "370202", "name": "市南区", "short_name": "市南区", "kind": "district", "sort": 1,
     "tile_column": 3, "tile_row": 4},
    {"code": "370203", "name": "市北区", "short_name": "市北区", "kind": "district", "sort": 2,
     "tile_column": 2, "tile_row": 4},
    {"code": "370213", "name": "李沧区", "short_name": "李沧区", "kind": "district", "sort": 3,
     "tile_column": 3, "tile_row": 3},
    {"code": "370212", "name": "崂山区", "short_name": "崂山区", "kind": "district", "sort": 4,
     "tile_column": 4, "tile_row": 3},
    {"code": "370214", "name": "城阳区", "short_name": "城阳区", "kind": "district", "sort": 5,
     "tile_column": 2, "tile_row": 2},
    {"code": "370211", "name": "黄岛区（西海岸新区）", "short_name": "黄岛区", "kind": "district",
     "sort": 6, "tile_column": 1, "tile_row": 4},
    {"code": "370215", "name": "即墨区", "short_name": "即墨区", "kind": "district", "sort": 7,
     "tile_column": 3, "tile_row": 2},
    {"code": "370281", "name": "胶州市", "short_name": "胶州市", "kind": "district", "sort": 8,
     "tile_column": 1, "tile_row": 2},
    {"code": "370283", "name": "平度市", "short_name": "平度市", "kind": "district", "sort": 9,
     "tile_column": 1, "tile_row": 1},
    {"code": "370285", "name": "莱西市", "short_name": "莱西市", "kind": "district", "sort": 10,
     "tile_column": 2, "tile_row": 1},
    {"code": "370271", "name": "青岛高新技术产业开发区", "short_name": "高新区", "kind": "area",
     "sort": 11, "tile_column": 2, "tile_row": 3, "valid_from": date(2018, 7, 1)},
]  # fmt: skip
