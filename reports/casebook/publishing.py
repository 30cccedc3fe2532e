"""What the public reads is there exactly while a story is published."""

from django.utils import timezone

from reports.casebook.inputs import StoryChange
from reports.models import PublishedStory, StoryApproval


def publish(change: StoryChange) -> None:
    """Put up what was approved last, in the place of what was up before."""
    story = change.row
    approval = StoryApproval.objects.filter(story=story).latest("id")
    content = approval.content
    PublishedStory.objects.update_or_create(
        story=story,
        defaults={
            **story.home,
            "approval": approval,
            "content": content,
            "title": content["title"],
            "name": content["name"],
            "industry": content["industry"],
            "recognised_year": content["recognised_year"],
            "published_at": timezone.now(),
        },
    )


def take_off(change: StoryChange) -> None:
    """The page goes at once; an edition that is printed from now on lacks the story."""
    PublishedStory.objects.filter(story=change.row).delete()
