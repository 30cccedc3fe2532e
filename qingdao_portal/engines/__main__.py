"""Commands over the embedded engines; `make` calls them."""

import argparse
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from qingdao_portal.engines.environment import Engines
from qingdao_portal.engines.errors import EngineError
from qingdao_portal.engines.folders import Folders
from qingdao_portal.engines.mailbox import list_messages, serve
from qingdao_portal.engines.postgres_place import known_home


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m qingdao_portal.engines")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="run the whole portal until Ctrl-C")
    front_end = commands.add_parser("front-end", help="fetch the pinned front-end files")
    front_end.add_argument("--for-tests", action="store_true", help="and those of the tests")
    commands.add_parser("start", help="start the engines and leave them up")
    commands.add_parser("stop", help="stop the portal that runs here, and its engines")
    commands.add_parser("env", help="start the engines, leave them up, print export lines")
    commands.add_parser("clean", help="stop all and remove database, queue and logs")
    backup = commands.add_parser("backup", help="write database and files into a new folder")
    backup.add_argument("folder", nargs="?", type=Path)
    restoring = commands.add_parser("restore", help="put a backup in the place of all data")
    restoring.add_argument("folder", type=Path)
    execute = commands.add_parser("exec", help="run a command with the engines up")
    execute.add_argument("words", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    mailbox = commands.add_parser("mailbox", help="serve the mailbox (used by the engines)")
    mailbox.add_argument("port", type=int)
    commands.add_parser("mail", help="show the mail that the portal sent")
    return parser.parse_args()


def _execute(engines: Engines, words: list[str]) -> int:
    words = words[1:] if words[:1] == ["--"] else words
    if not words:
        raise EngineError("exec needs a command: … exec -- python manage.py shell")
    with engines.in_use():
        try:
            child = subprocess.Popen(words, env=engines.child_environment())
        except OSError as refusal:
            raise EngineError(f"{words[0]}: {refusal.strerror}") from refusal
        # Ctrl-C reaches the child by itself, as a member of the terminal's group; this process
        # only waits for it, so that the engines outlive it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda number, frame: child.send_signal(number))
        code = child.wait()
    return code if code >= 0 else 128 - code


def _show_mail(folders: Folders) -> None:
    for one in list_messages(folders.mail):
        print(f"{one.path}\n  to {', '.join(one.recipients)}: {one.subject}\n")
        print("".join(f"    {line}\n" for line in one.body.splitlines()))


def _clean(engines: Engines) -> None:
    from qingdao_portal.engines.supervisor import stop_running

    stop_running(engines)
    home = known_home(engines.folders)
    shutil.rmtree(home, ignore_errors=True)
    for name in ("run", "mail", "media", "static"):
        shutil.rmtree(engines.folders.var / name, ignore_errors=True)


def main() -> int:
    """Run one command; the result is the process's exit code."""
    arguments = _arguments()
    folders = Folders.from_environment()
    if arguments.command == "mailbox":
        serve(folders, arguments.port)
        return 0
    if arguments.command == "mail":
        _show_mail(folders)
        return 0
    if arguments.command == "front-end":
        from qingdao_portal.engines.front_end import fetch

        fetch(folders)
        if arguments.for_tests:
            fetch(folders, for_tests=True)
        return 0
    engines = Engines(folders, say=lambda text: print(text, file=sys.stderr, flush=True))
    if arguments.command == "run":
        from qingdao_portal.engines.supervisor import run

        return run(engines)
    if arguments.command == "exec":
        return _execute(engines, arguments.words)
    if arguments.command in ("start", "env"):
        engines.keep_up(True)
        engines.ensure_running()
        if arguments.command == "env":
            for name, value in engines.variables().items():
                print(f"export {name}={shlex.quote(value)}")
    elif arguments.command == "stop":
        from qingdao_portal.engines.supervisor import stop_running

        stop_running(engines)
    elif arguments.command == "clean":
        _clean(engines)
    elif arguments.command == "backup":
        from qingdao_portal.engines.backup import back_up

        print(back_up(engines, arguments.folder))
    elif arguments.command == "restore":
        from qingdao_portal.engines.supervisor import restore_stopped

        restore_stopped(engines, arguments.folder)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except EngineError as problem:
        print(f"\n{problem}\n", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
