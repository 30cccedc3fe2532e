"""Loading the scheme files that come with the portal."""

from datetime import date
from pathlib import Path
from typing import Any

from procedures.scheme_definition import load_definition

FOLDER = Path(__file__).resolve().parent / "schemes"
SHIPPED = (
    {
        "file": "certified_product_2018.yaml",
        "code": "certified-product",
        "name": "专精特新产品（技术）认定",
        "label": "2018 版",
        "source": "《青岛市专精特新和隐形冠军中小企业培育行动计划(2018-2021)》",
        "valid_from": date(2018, 3, 7),
    },
)


def load_shipped_schemes(apps: Any, database: str) -> None:
    """Write each shipped scheme that is not there yet, published."""
    Scheme = apps.get_model("procedures", "Scheme")
    SchemeVersion = apps.get_model("procedures", "SchemeVersion")
    for sort, row in enumerate(SHIPPED):
        definition = load_definition(FOLDER / str(row["file"])).model_dump(mode="json")
        scheme, _ = Scheme.objects.using(database).get_or_create(
            code=row["code"], defaults={"name": row["name"], "sort": sort}
        )
        SchemeVersion.objects.using(database).get_or_create(
            scheme=scheme,
            label=row["label"],
            defaults={
                "state": "published",
                "definition": definition,
                "source_document": row["source"],
                "valid_from": row["valid_from"],
            },
        )
