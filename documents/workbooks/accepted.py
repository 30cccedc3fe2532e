"""Whether an upload may be read as a table at all, in the words of all uploads."""

from collections.abc import Collection

from django.core.files.uploadedfile import UploadedFile

from documents.file_types import EXTENSIONS, NAMES, XLSX, content_of, ending_of, sniff
from documents.unusable_files import ARCHIVES, in_sentence, what_it_is

CALLED = {".xlsx": "Excel 工作簿", ".csv": "CSV 文件"}


def why_no_table(upload: UploadedFile, name: str, endings: Collection[str], most_bytes: int) -> str:
    """Why the file `name` cannot be read as a table with one of `endings`; "" where it may be.

    What is a broken or an old workbook is told by who reads it. Leaves it at its beginning.
    """
    if not upload.size:
        return f"“{name}”是空文件，请重新选择。"
    if upload.size > most_bytes:
        has, most = upload.size / 1024 / 1024, most_bytes // 1024 // 1024
        return f"“{name}”有 {has:.1f} MB，超过 {most} MB，请拆分后再上传。"
    file, ending = content_of(upload), ending_of(name)
    head = file.read(16)
    file.seek(0)
    kinds = "或 ".join(one.removeprefix(".") + " " for one in endings).strip()
    told = f"扩展名是 {ending}" if ending else "没有扩展名"
    if ending not in endings:
        advice = f"请上传 {kinds} 文件，旧版 xls 请先另存为 xlsx"
        return f"“{name}”不能导入：{told}。{advice}。"
    found = sniff(file)
    is_archive = head.startswith(ARCHIVES)
    may_be_workbook = found == XLSX or is_archive
    if may_be_workbook if ending == ".xlsx" else found is None and not is_archive:
        return ""
    if found == XLSX and ".xlsx" in endings:
        advice = f"请把扩展名改为 {EXTENSIONS[XLSX][0]} 后上传"
    else:
        advice = f"请上传 {kinds} 文件"
    shown = NAMES[found] if found else what_it_is(file)[0]
    return f"“{name}”不是 {CALLED[ending]}：{told}，内容是{in_sentence(shown)}。{advice}。"
