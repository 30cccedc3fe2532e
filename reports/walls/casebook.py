"""The wall around the casebook."""

from accounts.acting import acted
from accounts.row_security import BUREAUS, CITY_WRITES, TENANT, TENANT_ROWS, secured
from certification.models import Certificate
from database.row_security import Policy
from documents.title_index import titles
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
PUBLISHED = acted(Policy("published", "true", TENANT_ROWS, TENANT_ROWS))
OF_TENANT, OF_CITY, OF_BUREAUS = acted(TENANT), acted(CITY_WRITES), acted(BUREAUS)

OF_STORY = {"story_id": Story}
WALL = (
    *secured(
        Story, OF_TENANT, within={"certificate_id": Certificate}, is_parent=True, on_trail=True
    ),
    *titles(Story, TENANT),
    *secured(StoryEvent, OF_TENANT, within=OF_STORY, append_only=True),
    state_guard(Story, StoryEvent, "story_id"),
    *secured(StoryPicture, OF_TENANT, within=OF_STORY, on_trail=True),
    *secured(StoryApproval, OF_TENANT, within=OF_STORY, append_only=True),
    *secured(PublishedStory, PUBLISHED, within=OF_STORY, on_trail=True, hidden=("content",)),
    *titles(PublishedStory, PUBLISHED),
    *secured(CasebookEdition, OF_CITY, on_trail=True),
    *secured(EditionEvent, OF_BUREAUS, append_only=True),
    state_guard(CasebookEdition, EditionEvent, "edition_id"),
    *secured(EditionStory, OF_BUREAUS, on_trail=True),
    *secured(EditionPrint, OF_BUREAUS, append_only=True),
    *secured(EditionDownloads, OF_BUREAUS),
)
