"""The portal's own words for wrong input: qingdao_portal/locale, compiled into var/locale as
gettext wants it. What is compiled is never committed."""

from pathlib import Path

from qingdao_portal.engines.folders import REPOSITORY, Folders

WORDS = Path("zh_Hans") / "LC_MESSAGES" / "django.po"
SOURCE = REPOSITORY / "qingdao_portal" / "locale"


def compile_catalogue(folders: Folders) -> Path:
    """Compile the catalogue unless that has been done since it changed; the folder of it."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source, compiled = SOURCE / WORDS, (folders.locale / WORDS).with_suffix(".mo")
    if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
        compiled.parent.mkdir(parents=True, exist_ok=True)
        draft = compiled.with_suffix(".new")
        with source.open("rb") as written, draft.open("wb") as made:
            write_mo(made, read_po(written, locale="zh_Hans"))
        draft.replace(compiled)
    return folders.locale
