"""The wall around the casebook."""

from accounts.row_security import BUREAUS, CITY_WRITES, TENANT, TENANT_ROWS, secured
from certification.models import Certificate
from database.row_security import Policy
from lifecycle.state_guard import state_guard
from reports.models import (
    CasebookEdition,
    EditionDownloads,
    EditionEvent,
    EditionPrint,
    EditionStory,
    PublishedStory,
    Story,
    StoryApproval,
    StoryEvent,
    StoryPicture,
)

# What everybody reads as long as it is there; the city puts it up, and its enterprise or the city
# takes it down.
PUBLISHED = Policy("published", "true", TENANT_ROWS, TENANT_ROWS)

OF_STORY = {"story_id": Story}
WALL = (
    *secured(Story, TENANT, within={"certificate_id": Certificate}, is_parent=True, on_trail=True),
    *secured(StoryEvent, TENANT, within=OF_STORY, append_only=True),
    state_guard(Story, StoryEvent, "story_id"),
    *secured(StoryPicture, TENANT, within=OF_STORY, on_trail=True),
    *secured(StoryApproval, TENANT, within=OF_STORY, append_only=True),
    *secured(PublishedStory, PUBLISHED, within=OF_STORY, on_trail=True, hidden=("content",)),
    *secured(CasebookEdition, CITY_WRITES, on_trail=True),
    *secured(EditionEvent, BUREAUS, append_only=True),
    state_guard(CasebookEdition, EditionEvent, "edition_id"),
    *secured(EditionStory, BUREAUS, on_trail=True),
    *secured(EditionPrint, BUREAUS, append_only=True),
    *secured(EditionDownloads, BUREAUS),
)
