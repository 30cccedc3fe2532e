"""python -m qingdao_portal.alive NAME…: 0 where each has left a sign of life lately.

For the checks of containers, which run it often: it loads neither Django nor the portal.
"""

import os
import sys

import redis


def main(names: list[str]) -> int:
    """1 where one of them has not, or the broker cannot be asked."""
    queue = os.environ.get("CELERY_QUEUE", "portal")
    server = redis.Redis.from_url(
        f"{os.environ['REDIS_URL'].rstrip('/')}/0", socket_connect_timeout=2, socket_timeout=2
    )
    try:
        found = server.exists(*(f"{queue}:{name}-sign-of-life" for name in names))
    except redis.RedisError:
        return 1
    return 0 if found == len(names) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
