"""PDF documents, typeset by typst with a font from a wheel: no system library is needed."""

import json
from functools import lru_cache
from pathlib import Path

import segno
import typst

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


def render_pdf(template: str, data: dict[str, object]) -> bytes:
    """Typeset `template` (a name in `templates/`) with `data`, which must be JSON-serialisable."""
    return bytes(
        typst.compile(
            TEMPLATES / template,
            root=TEMPLATES,
            font_paths=[font_folder()],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    )


def qr_svg(text: str) -> str:
    """A QR code of `text` (error correction M) as SVG source."""
    return segno.make(text, error="m", micro=False).svg_inline(border=0)
