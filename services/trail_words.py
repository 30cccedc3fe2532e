"""What the trail calls the services' tables."""

from accounts.trail_words import register_trail_words

register_trail_words(
    tables={"services_policy": "惠企政策"},
    values={"documents_attachment.purpose": {"policy": "政策原文"}},
)
