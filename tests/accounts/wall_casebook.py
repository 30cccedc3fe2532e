"""The casebook in the world of the wall tests: stories of both sides, one of them public, and two
editions."""

import hashlib
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from accounts.models import District
from accounts.tenancy import Actor
from certification.models import Certificate
from reports.casebook.content import content_of, fingerprint
from reports.models import (
    CasebookEdition,
    EditionPrint,
    EditionStory,
    PublishedStory,
    Story,
    StoryApproval,
    StoryPicture,
)
from tests.accounts.wall_world import PDF, Side, stored


def stories(side: Side, district: District) -> dict[str, object]:
    """A story that the side writes, with a picture, and one that waits for its approval."""
    home = {"organisation_id": side.enterprise, "district_id": district.pk}
    writing = _story(home, "writing", side.enterprise * 10)
    confirming = _story(home, "confirming", side.enterprise * 10 + 1)
    file = stored(side.staff, home, "casebook")
    picture = StoryPicture.objects.create(
        **home, story=writing, file=file, alt="示例图片", position=0, width=800, height=450
    )
    return {
        "story": writing.pk, "confirming": confirming.pk, "picture": picture.pk,
        "picture_file": file.pk,
    }  # fmt: skip


def _story(home: dict[str, int], state: str, number: int) -> Story:
    today = timezone.localdate()
    certificate = Certificate.objects.create(
        **home, kind="hidden_champion", number=f"WALL-{number}", holder_name="示例", title="减速机",
        issued_on=today, valid_from=today, valid_to=today + timedelta(days=9),
    )  # fmt: skip
    story: Story = Story.objects.create(
        **home, certificate=certificate, enterprise_name="示例", state=state, due_on=today
    )
    return story


def in_public(side: Side, officer: Actor) -> dict[str, object]:
    """The side's story as everybody reads it, a draft of an edition, and an issued one."""
    story = Story.objects.select_related("certificate", "district").get(pk=side.things["story"])
    content = content_of(story)
    approval = StoryApproval.objects.create(
        **story.home, story=story, content=content, sha256=fingerprint(content), declaration="示例",
        name="示例", approved_by_id=side.staff.user_id,
    )  # fmt: skip
    PublishedStory.objects.create(
        **story.home, story=story, approval=approval, content=content, title="示例", name="示例",
        recognised_year=2026, published_at=timezone.now(),
    )  # fmt: skip
    draft, issued = (
        CasebookEdition.objects.create(
            number=number, year=2026, foreword="示例", compiler="示例", state=state
        )
        for number, state in ((1, "draft"), (2, "issued"))
    )
    EditionStory.objects.create(edition=draft, story=story, position=1)
    for edition in (draft, issued):
        EditionPrint.objects.create(
            edition=edition, number=1, stories=[[story.pk, approval.pk, "示例", "示例"]],
            fingerprint="0" * 64, pdf_sha256=hashlib.sha256(PDF).hexdigest(), size=len(PDF),
            pdf_key=storages["attachments"].save("wall.pdf", ContentFile(PDF)),
            made_by_id=officer.user_id,
        )  # fmt: skip
    return {
        "edition": draft.pk, "issued_edition": issued.pk, "public_story": story.pk,
        "public_file": side.things["picture_file"],
    }  # fmt: skip
