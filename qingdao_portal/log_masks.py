"""What never stands in a log: the secret part of addresses that open something by themselves."""

import logging
import re

_SECRET = re.compile(
    r"(/(?:invitations|letters/link|letters/receipt|password/reset/key|confirm-email)/)[^/\s?]+"
)


class MaskSecretPaths(logging.Filter):
    """Writes "…" for the token in links of invitations, inquiry letters and mails."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        masked = _SECRET.sub(r"\1…", said)
        if masked != said:
            record.msg, record.args = masked, ()
        return True
