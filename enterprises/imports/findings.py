"""What the pages of an import say about it."""

from accounts.tenancy import TenantQuerySet
from enterprises.models import ImportBatch, ImportRow

Kind, State = ImportBatch.Kind, ImportBatch.State

NOTES = {
    Kind.REGISTRY: (
        "请使用模板填写，不要改动第一行的列名；一家企业占一行，最多 5 万行。",
        "平台按统一社会信用代码识别企业：没有的新增，已有的更新，留空的单元格不改动原有内容。",
        "金额单位一律为万元；单元格中不要使用公式。",
        "新导入的企业直接确认登记，企业可凭信用代码认领。",
    ),
    Kind.TITLES: (
        "公布的名单往往只有名称和称号，没有信用代码；平台按名称与企业名录对照。",
        "名称一致的直接挂上称号；相近的由您逐个判断；对不上的新建为“待认领”。",
        "多个称号用分号隔开；区市不明的可以留空。",
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
            return f"已导入：新增 {batch.rows_new} 行，变更 {batch.rows_changed} 行"
    if not good and not wrong and not doubtful:
        return "文件与平台完全一致，没有需要导入的内容"
    if not good and not doubtful:
        return f"没有可以导入的行，{wrong} 行需要更正"
    said = f"可以导入 {good} 行"
    if doubtful:
        said += f"，{doubtful} 个名称存疑"
    return said + (f"，{wrong} 行需要更正" if wrong else "")


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
        lines = (
            ("数据行", batch.rows_total, ""),
            ("新增", batch.rows_new, "平台上没有这个信用代码"),
            ("变更", batch.rows_changed, "与平台上的内容不同"),
            ("无变化", batch.rows_unchanged, "与平台上的内容一致，不写入"),
            ("有误", batch.rows_wrong, "不写入"),
        )
    return [
        {"label": label, "value": value, "unit": "行", "note": note} for label, value, note in lines
    ]


def apply_text(batch: ImportBatch) -> str:
    """The question of the confirmation."""
    text = f"将新增 {batch.rows_new} 行、变更 {batch.rows_changed} 行。"
    if batch.rows_wrong:
        text += f"有误的 {batch.rows_wrong} 行不写入，可更正后再次导入。"
    if batch.rows_doubtful:
        text += f"存疑的 {batch.rows_doubtful} 个名称留待您判断。"
    return text
