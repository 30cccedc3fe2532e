"""The content of a PDF, read in a process of its own within bounds of time and memory."""

import base64
import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass

from accounts.errors import RuleViolation
from financing.subsidies.einvoice import pdf_text

LONGEST_WAIT = 30  # seconds; a busy server gives the process less than it may take
_NEEDED = ("PATH", "LD_LIBRARY_PATH")
_BY_HAND = "或手工填写"
_WORDS = {
    "damaged": f"这个 PDF 已损坏，请重新下载后再上传，{_BY_HAND}。",
    "locked": f"这个 PDF 要输入密码才能打开，请去掉密码后再上传，{_BY_HAND}。",
    "pages": f"这个 PDF 有 {{pages:,}} 页，不像一张电子发票，请只上传发票，{_BY_HAND}。",
    "script": f"这个 PDF 带有脚本，电子发票原件没有，请重新下载原件，{_BY_HAND}。",
    "large": f"这个 PDF 展开后太大，不像一张电子发票，请重新下载原件，{_BY_HAND}。",
}
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PdfContent:
    """The pieces of text of a PDF, and the XML files in it."""

    pieces: tuple[pdf_text.Piece, ...]
    attached: tuple[bytes, ...]


def pdf_content(data: bytes) -> PdfContent:
    """Read a PDF. Raises `RuleViolation` for one that is not read, with why."""
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", pdf_text.__file__],
            input=data,
            capture_output=True,
            timeout=LONGEST_WAIT,
            check=True,
            # It is to know nothing of the portal's addresses and passwords.
            env={key: os.environ[key] for key in _NEEDED if key in os.environ},
        )
        said = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as stopped:
        logger.warning("A PDF was not read: %s", type(stopped).__name__)
        raise RuleViolation(_WORDS["large"]) from stopped
    if "wrong" in said:
        raise RuleViolation(_WORDS[said["wrong"]].format(**said))
    pieces = tuple((page, x, y, size, text) for page, x, y, size, text in said["pieces"])
    return PdfContent(pieces, tuple(base64.b64decode(one) for one in said["attached"]))
