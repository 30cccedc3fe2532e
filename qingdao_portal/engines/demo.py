"""The demo city: loaded once, on the first start; a load that was cut short begins again."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from qingdao_portal.engines.environment import Engines

PASSWORD = "demo-Qingdao-2026"  # noqa: S105 - printed for everybody
ACCOUNTS = (
    ("sme", "中小企业填报人"),
    ("sme2", "另一家中小企业"),
    ("sme3", "已在融资名单库的企业"),
    ("champion", "待确认案例的隐形冠军"),
    ("champion2", "正在撰写案例的隐形冠军"),
    ("giant", "获重点“小巨人”分期资金的企业"),
    ("district", "区市审核人"),
    ("district2", "另一区市审核人"),
    ("city", "市级经办人"),
    ("city2", "市级复核人"),
    ("leader", "领导小组成员"),
    ("expert", "评审专家"),
    ("expert2", "评审专家"),
    ("expert3", "评审专家（申报过回避）"),
    ("expert4", "评审专家"),
    ("bank", "银行经办人"),
    ("bank2", "另一家银行的经办人"),
    ("investor", "投资机构的投资经理"),
    ("investor2", "另一家投资机构的投资经理"),
    ("investor3", "第三家投资机构的投资经理"),
    ("auditor", "审计员"),
    ("audit", "受托审计机构的审计人员"),
    ("admin", "平台运维"),
)


class DemoCity:
    """Remembers, for one database, whether the demo city was loaded.

    ``DEMO=0`` leaves it out for good, ``DEMO=1`` asks for it all the same (needed with an
    outside database, where it is never loaded unasked).
    """

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._note: Path = engines.folders.run / "demo.json"
        self._asked = os.environ.get("DEMO", "")

    def _state(self) -> dict[str, object]:
        try:
            stored = json.loads(self._note.read_text())
        except (FileNotFoundError, ValueError):
            return {}
        return dict(stored) if stored.get("database") == self._database() else {}

    def _database(self) -> str:
        engines = self._engines
        return "outside" if engines.outside_database else engines.postgres.identity()

    def _remember(self, state: str, *, was_empty: bool = False) -> None:
        draft = self._note.with_suffix(".new")
        note = {"database": self._database(), "state": state, "was_empty": was_empty}
        draft.write_text(json.dumps(note))
        draft.replace(self._note)

    @property
    def is_loaded(self) -> bool:
        return self._state().get("state") == "loaded"

    def leave_out(self) -> None:
        """Never load it into this database, which was restored; one that it is in stays so."""
        if self._state().get("state") != "loaded":
            self._remember("left out")

    def wanted(self) -> bool:
        """True if this start has to load it. Notes a ``DEMO=0`` for later starts."""
        state = self._state().get("state")
        if self._asked == "0":
            if state is None:
                self._remember("left out")
            return False
        if self._asked == "1":
            return state != "loaded"
        return state in (None, "started") and not self._engines.outside_database

    def clear_half_loaded(self, say: Callable[[str], None]) -> None:
        """Before migrating: empty the database if an earlier load was cut short.

        Only where the load had begun with an empty database, so that nothing typed by hand goes.
        """
        state = self._state()
        if state.get("state") == "started" and state.get("was_empty"):
            say("Loading the demo city was cut short earlier: it begins again from an empty one.")
            self._engines.postgres.recreate_database()

    def load(self, manage: Callable[..., None], *, was_empty: bool) -> None:
        """Run ``seed_demo`` by ``manage``; sizes from SEED_ENTERPRISES and SEED_APPLICATIONS."""
        self._remember("started", was_empty=was_empty)
        manage(
            "seed_demo",
            "--enterprises", os.environ.get("SEED_ENTERPRISES", "2000"),
            "--applications", os.environ.get("SEED_APPLICATIONS", "600"),
            "--seed", "1",
        )  # fmt: skip
        self._remember("loaded", was_empty=was_empty)
