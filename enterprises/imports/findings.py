"""What the pages of an import say about it."""

from django.utils import timezone

from accounts.tenancy import TenantQuerySet
from enterprises.imports.import_machine import TAKEN_BACK_WITHIN
from enterprises.models import ImportBatch, ImportRow

Kind, State, Outcome = ImportBatch.Kind, ImportBatch.State, ImportRow.Outcome

NOTES = {
    Kind.REGISTRY: (
        "请使用模板填写，不要改动第一行的列名；一家企业占一行，最多 5 万行。",
        "平台按统一社会信用代码识别企业：没有的新增，已有的更新，留空的单元格不改动原有内容。",
        "已有人员使用平台的企业，资料由企业自己维护：文件中不同的内容作为更正建议发给企业确认。",
        "代码和名称对不上的行不会直接写入，由您逐个判断。",
        "金额单位一律为万元；单元格中不要使用公式，也不要合并。",
        "新导入的企业直接确认登记，企业可凭信用代码认领。",
    ),
    Kind.TITLES: (
        "公布的名单往往只有名称和称号，没有信用代码；平台按名称与企业名录对照。",
        "名称一致的直接挂上称号；相近的由您逐个判断；对不上的新建为“待认领”。",
        "多个称号用分号隔开；区市不明的请留空：先记为区市待定，由市级或企业认领时确定。",
        "同一份名单可以反复导入，不会产生重复。",
    ),
}


def waiting_doubts(batch: ImportBatch) -> TenantQuerySet[ImportRow]:
    """The doubtful rows that nobody has judged yet."""
    return ImportRow.objects.filter(batch=batch, verdict=ImportRow.Verdict.DOUBTFUL, done_at=None)


def finding(batch: ImportBatch) -> str:
    """The heading: what came out."""
    good, wrong, doubtful = batch.rows_to_write, batch.rows_wrong, batch.rows_doubtful
    match batch.state:
        case State.CHECKING:
            return "正在核对文件"
        case State.REFUSED:
            return "这个文件无法导入"
        case State.DISCARDED:
            return "已放弃，平台数据没有改动"
        case State.APPLYING:
            return f"正在写入 {good} 行"
        case State.APPLIED:
            return _outcome(batch)
        case State.REVERTING:
            return "正在撤回这次导入"
        case State.REVERTED:
            taken, kept = batch.result.get("taken_back", 0), batch.result.get("kept", 0)
            return f"已撤回 {taken} 行" + (f"，{kept} 行保留" if kept else "")
    if not good and not wrong and not doubtful:
        if batch.rows.filter(values__has_key="name_note").exists():
            return "没有需要导入的内容：表中有企业变更前的名称，名称不改"
        return "文件与平台完全一致，没有需要导入的内容"
    if not good and not doubtful:
        return f"没有可以导入的行，{wrong} 行需要更正"
    said = f"可以导入 {good} 行" if good else "没有可以直接导入的行"
    if doubtful:
        said += f"，{doubtful} {'个名称' if batch.kind == Kind.TITLES else '行'}存疑"
    return said + (f"，{wrong} 行需要更正" if wrong else "")


def _outcome(batch: ImportBatch) -> str:
    """What was written in the end, which the check could only foresee."""
    number = batch.number_of
    created, updated = number(Outcome.CREATED), number(Outcome.UPDATED)
    if batch.kind == Kind.TITLES:
        said = f"已导入：新建 {created} 家企业，挂到名录中的企业 {updated} 行"
    else:
        said = f"已导入：新增 {created} 行，变更 {updated} 行"
    if asked := number(Outcome.PROPOSED):
        said += f"，交企业确认 {asked} 行"
    if skipped := number(Outcome.SKIPPED):
        said += f"，未写入 {skipped} 行"
    return said


def guarded(batch: ImportBatch) -> int:
    """How many of the changed rows are put before their enterprises instead of being written."""
    rows = ImportRow.objects.filter(batch=batch, is_guarded=True)
    return rows.filter(verdict=ImportRow.Verdict.CHANGED).count()


def counts(batch: ImportBatch) -> list[dict[str, object]]:
    """Label, number, unit and note of each count."""
    if batch.kind == Kind.TITLES:
        lines: tuple[tuple[str, int, str], ...] = (
            ("数据行", batch.rows_total, ""),
            ("与名录一致", batch.rows_changed, "称号直接挂到该企业"),
            ("名录中没有", batch.rows_new, "新建为待认领，企业可凭信用代码认领"),
            ("名称存疑", batch.rows_doubtful, "导入后由您逐个判断"),
            ("以前导入过", batch.rows_unchanged, "不重复写入"),
            ("有误", batch.rows_wrong, "不写入"),
        )
    else:
        asked = guarded(batch)
        changed = "与平台上的内容不同" + (f"，其中 {asked} 行须由企业确认" if asked else "")
        lines = (
            ("数据行", batch.rows_total, ""),
            ("新增", batch.rows_new, "平台上没有这个信用代码"),
            ("变更", batch.rows_changed, changed),
            ("存疑", batch.rows_doubtful, "代码与名称对不上，导入后由您逐个判断"),
            ("无变化", batch.rows_unchanged, "与平台上的内容一致，不写入"),
            ("有误", batch.rows_wrong, "不写入"),
        )
    return [
        {"label": label, "value": value, "unit": "行", "note": note} for label, value, note in lines
    ]


def apply_text(batch: ImportBatch) -> str:
    """The question of the confirmation."""
    asked = guarded(batch)
    text = f"将新增 {batch.rows_new} 行、变更 {batch.rows_changed - asked} 行。"
    if not batch.rows_to_write:
        text = "没有直接写入的行。"
    if asked:
        text += f"{asked} 行的企业已有人员使用平台，不直接写入，作为更正建议发给企业确认。"
    if batch.rows_wrong:
        text += f"有误的 {batch.rows_wrong} 行不写入，可更正后再次导入。"
    if batch.rows_doubtful:
        text += f"存疑的 {batch.rows_doubtful} 个留待您判断。"
    return text


def take_back_text(batch: ImportBatch) -> str:
    """The question before a file is taken back."""
    until = batch.applied_at + TAKEN_BACK_WITHIN if batch.applied_at else None
    said = f"（{timezone.localtime(until):%Y-%m-%d} 前可以撤回）" if until else ""
    return (
        "新增的企业从名录移除，变更的内容恢复原样，企业还没有答复的更正建议收回。"
        f"之后已认领、已修改或已有其他业务的逐行保留，并写明原因。{said}"
    )
