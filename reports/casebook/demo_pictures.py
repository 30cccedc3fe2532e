"""Pictures of the demo city's stories: drawn, and plainly no photographs."""

import typst

from documents.pdf import TEMPLATES, font_folders


def drawn(hue: int, kind: int) -> bytes:
    """A PNG of 1200 by 675 pixels: rings on a bench (`kind` 0), or a machine (1)."""
    return bytes(
        typst.compile(
            TEMPLATES / "sample_picture.typ",
            root=TEMPLATES,
            font_paths=list(font_folders()),
            ignore_system_fonts=True,
            sys_inputs={"hue": str(hue), "kind": str(kind)},
            format="png",
            ppi=108,
        )
    )
