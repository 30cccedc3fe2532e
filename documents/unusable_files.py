"""Why a file is not taken, in words for who chose it: what it claims to be, what it is, and how
they get one that is taken."""

from typing import IO

from documents.file_types import (
    DOCX,
    EXTENSIONS,
    JPEG,
    NAMES,
    PDF,
    PNG,
    XLSX,
    ending_of,
    extension_agrees,
    sniff,
)
from documents.pdf_locks import needs_password
from documents.pictures import MOST_PIXELS, NoPicture, TooManyPixels, markers

IMAGES = (PNG, JPEG)
_SAVE_PDF, _SAVE_IMAGE = "请另存为 PDF 后上传", "请另存为 JPG 或 PNG 后上传"
_UNPACK = "请解压后逐个上传其中的文件"
_AGAIN = "请重新导出、拍摄或传送后再上传"
_HEIC = (
    "请在手机的“设置—相机—格式”中选“兼容性最佳”后重拍，"
    "或在手机相册、电脑看图软件中把它转为 JPG 后上传"
)
# By the beginning: what it is, and what to do.
_BY_START: tuple[tuple[bytes, str, str], ...] = (
    (bytes.fromhex("d0cf11e0a1b11ae1"), "旧版 Office 文件或加了密码的文件",
     "请去掉密码，另存为 docx、xlsx 或 PDF 后上传"),
    (b"Rar!", "RAR 压缩包", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", _UNPACK),
    (b"PK\x03\x04", "压缩包，或不完整、带宏的 Office 文件", ""),
    (b"{\\rtf", "RTF 文档", _SAVE_PDF),
    (b"BM", "BMP 图片", _SAVE_IMAGE),
    (b"GIF8", "GIF 图片", _SAVE_IMAGE),
    (b"II*\x00", "TIFF 图片", "请另存为 PDF 或 JPG 后上传"),
    (b"MM\x00*", "TIFF 图片", "请另存为 PDF 或 JPG 后上传"),
    (b"MZ", "程序", ""),
    (b"<", "网页", _SAVE_PDF),
)  # fmt: skip
# Old office files and archives, among them workbooks of other kinds.
ARCHIVES = tuple(start for start, *_ in _BY_START[:4])
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif")
_BY_ENDING = {
    ".ofd": "请在 OFD 阅读器中另存为 PDF 后上传",
    ".wps": _SAVE_PDF, ".et": "请另存为 xlsx 或 PDF 后上传", ".dps": _SAVE_PDF,
    ".odt": _SAVE_PDF, ".ods": "请另存为 xlsx 或 PDF 后上传", ".caj": _SAVE_PDF,
    ".pages": _SAVE_PDF, ".ceb": _SAVE_PDF, ".zip": _UNPACK,
    ".docm": "请另存为不带宏的 docx 后上传", ".xlsm": "请另存为不带宏的 xlsx 后上传",
    ".xlsb": "请另存为 xlsx 后上传",
    ".webp": _SAVE_IMAGE, ".avif": _SAVE_IMAGE, ".heic": _HEIC, ".heif": _HEIC,
}  # fmt: skip
_TYPES_IN_ADVICE = {"PDF": PDF, "JPG": JPEG, "PNG": PNG, "docx": DOCX, "xlsx": XLSX}
# Kinds of JPEG that no browser shows: lossless, hierarchical, arithmetic. Source: ITU-T T.81, B.1.
OTHER_FRAMES = frozenset(range(0xC3, 0xD0)) - {0xC4, 0xC8, 0xCC}


def why_not(file: IO[bytes], name: str, allowed: tuple[str, ...]) -> str:
    """Why the file `name` cannot be taken as one of the types `allowed`; "" where it can. Leaves
    it at its beginning."""
    found = sniff(file)
    if found in allowed and extension_agrees(name, found):
        return _damage(file, name, found)
    ending = ending_of(name)
    told = f"扩展名是 {ending}" if ending else "没有扩展名"
    shown, advice = (NAMES[found], "") if found else what_it_is(file)
    claims_image = any(ending in EXTENSIONS[kind] for kind in IMAGES)
    if claims_image and found not in IMAGES:
        lead = f"“{name}”不是图片"
    elif found in allowed:
        lead = f"“{name}”的扩展名与内容（{shown}）不一致"
    else:
        lead = f"“{name}”的内容不是可接受的类型"
    if found in allowed:
        advice = f"请把扩展名改为 {EXTENSIONS[found][0]} 后上传，或重新选择文件"
    advice = _BY_ENDING.get(ending, advice)
    if not advice or not _leads_to_one_of(allowed, advice):
        advice = f"请上传 {'、'.join(NAMES[kind] for kind in allowed)} 文件"
    return f"{lead}：{told}，内容是{in_sentence(shown)}。{advice}。"


def _leads_to_one_of(allowed: tuple[str, ...], advice: str) -> bool:
    """Whether a file that was made as the advice says would be taken."""
    named = [kind for word, kind in _TYPES_IN_ADVICE.items() if word in advice]
    return not named or any(kind in allowed for kind in named)


def what_it_is(file: IO[bytes]) -> tuple[str, str]:
    """What a file of no type that the portal takes is called, and what its owner does about it.
    Leaves it at its beginning."""
    file.seek(0)
    head = file.read(512)
    file.seek(0)
    if head[4:8] == b"ftyp":
        if head[8:12] in _HEIC_BRANDS:
            return "HEIC 图片（苹果手机等的照片格式）", _HEIC
        return ("AVIF 图片", _SAVE_IMAGE) if head[8:12] == b"avif" else ("视频", "")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WebP 图片", _SAVE_IMAGE
    for start, name, advice in _BY_START:
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(start):
            return name, advice
    is_text = head and not any(byte < 9 for byte in head)
    return ("文字", _SAVE_PDF) if is_text else ("无法识别的数据，可能已损坏", "")


def in_sentence(shown: str) -> str:
    """A word behind Chinese ones, with a space before Latin letters."""
    return f" {shown}" if shown[0].isascii() else shown


def _damage(file: IO[bytes], name: str, content_type: str) -> str:
    """Why nobody could open a PDF, "" where they can; pictures are drawn where they are stored."""
    if content_type != PDF:
        return ""
    data = file.read()
    file.seek(0)
    if needs_password(data):
        return f"“{name}”要输入密码才能打开，请去掉密码后再上传。"
    is_cut = b"%%EOF" not in data and b"startxref" not in data
    return f"“{name}”不完整，打不开，{_AGAIN}。" if is_cut else ""


def why_not_drawn(name: str, content: bytes, content_type: str, refusal: NoPicture) -> str:
    """Why the picture `name` is not kept, after `refusal`."""
    if isinstance(refusal, TooManyPixels):
        most = f"{MOST_PIXELS // 10_000:,} 万像素"
        return f"“{name}”超过 {most}，请用相机的普通模式重拍，或缩小后再上传。"
    if content_type == JPEG and markers(content)[1] in OTHER_FRAMES:
        return f"“{name}”是浏览器显示不了的 JPG（无损或算术编码），请另存为普通 JPG 后上传。"
    return f"“{name}”不完整，打不开，{_AGAIN}。"
