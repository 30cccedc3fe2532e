"""PDF documents, typeset by typst with faces that are installed: no system library is needed."""

import json
import shutil
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import segno
import typst
from django.conf import settings

TEMPLATES = Path(__file__).resolve().parent / "templates"


@lru_cache(maxsize=1)
def font_folder() -> Path:
    """The folder of the Noto CJK faces that the wheel installs."""
    import noto_cjk_sans_otc

    package = Path(str(noto_cjk_sans_otc.__file__)).parent
    face = next(
        path for path in sorted(package.rglob("*")) if path.suffix in {".ttc", ".otc", ".otf"}
    )
    return face.parent


def font_folders() -> list[Path]:
    """Where the faces lie: Song of official documents, and Hei with the widest repertoire.

    Raises FileNotFoundError while the faces are not fetched.
    """
    if not (settings.FONTS_DIR / "NotoSerifSC-Regular.ttf").exists():
        raise FileNotFoundError(
            f"No type faces in {settings.FONTS_DIR}: python -m qingdao_portal.engines front-end"
        )
    return [settings.FONTS_DIR, font_folder()]


def render_pdf(template: str, data: dict[str, object]) -> bytes:
    """Typeset `template` (a name in `templates/`) with `data`, which must be JSON-serialisable."""
    return _typeset(TEMPLATES, template, data, format="pdf")


def render_pdf_with_files(
    template: str, data: dict[str, object], files: Mapping[str, bytes]
) -> bytes:
    """As `render_pdf`, with `files` (pictures) that lie beside the template under their names."""
    with TemporaryDirectory(prefix="typst-") as place:
        folder = Path(place)
        shutil.copy(TEMPLATES / template, folder)
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return _typeset(folder, template, data, format="pdf")


def not_typeset(pictures: Mapping[str, bytes]) -> list[str]:
    """The names of those pictures that cannot be typeset, each tried alone."""
    refused = []
    for name, content in pictures.items():
        with TemporaryDirectory(prefix="typst-") as place:
            folder = Path(place)
            (folder / name).write_bytes(content)
            (folder / "one.typ").write_text(f"#image({json.dumps(name)})", encoding="utf-8")
            try:
                _typeset(folder, "one.typ", {}, format="pdf")
            except typst.TypstError:
                refused.append(name)
    return refused


def render_png(template: str, data: dict[str, object], *, ppi: int = 300) -> bytes:
    """As `render_pdf`, as a picture, of a template of one page."""
    return _typeset(TEMPLATES, template, data, format="png", ppi=ppi)


def _typeset(folder: Path, template: str, data: dict[str, object], **output: Any) -> bytes:
    made = typst.compile(
        folder / template,
        root=folder,
        font_paths=list(font_folders()),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        **output,
    )
    return bytes(made)


def qr_svg(text: str) -> str:
    """A QR code of `text` (error correction M) as SVG source."""
    return segno.make(text, error="m", micro=False).svg_inline(border=0)
