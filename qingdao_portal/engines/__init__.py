"""The embedded engines: PostgreSQL, Valkey and a mailbox from wheels, in one ignored folder.

Nothing here imports Django: the engines come up first, and tell the settings where they are
through the environment. ``python -m qingdao_portal.engines --help`` lists the commands.
"""

from qingdao_portal.engines.errors import EngineError

__all__ = ["EngineError"]
