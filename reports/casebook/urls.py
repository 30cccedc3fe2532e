"""Addresses of the casebook, below /reports/."""

from django.urls import URLPattern, URLResolver, include, path

from reports.casebook.lists import ChampionList, EditionList, OwnStories, StoryList
from reports.casebook.public_list import PublicStories
from reports.casebook.records import EditionRecord
from reports.casebook.views import (
    confirming,
    editing,
    editions,
    inviting,
    pictures,
    public,
    stories,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("stories/", StoryList.as_view(), name="stories"),
    path("stories/own/", OwnStories.as_view(), name="own_stories"),
    path("stories/champions/", ChampionList.as_view(), name="champions"),
    path("stories/invite/", inviting.invite, name="invite"),
    path("stories/<int:pk>/", stories.story, name="story"),
    path("stories/<int:pk>/edit/", editing.edit, name="story_edit"),
    path("stories/<int:pk>/figures/", editing.figures, name="story_figures"),
    path("stories/<int:pk>/confirm/", confirming.confirm, name="story_confirm"),
    path("stories/<int:pk>/acts/<slug:name>/", stories.act, name="story_act"),
    path("stories/<int:pk>/pictures/", pictures.pictures, name="story_pictures"),
    path("stories/<int:pk>/pictures/<int:picture_id>/", pictures.picture, name="story_picture"),
    path(
        "stories/<int:pk>/pictures/<int:picture_id>/move/",
        pictures.move,
        name="story_picture_move",
    ),
    path(
        "stories/<int:pk>/pictures/<int:picture_id>/remove/",
        pictures.remove,
        name="story_picture_remove",
    ),
    path("stories/<int:pk>/files/<uuid:file_id>/", pictures.file, name="story_picture_file"),
    path("editions/", EditionList.as_view(), name="editions"),
    path("editions/", include(EditionRecord.urls())),
    path("editions/<int:pk>/stories/", editions.stories, name="edition_stories"),
    path("editions/<int:pk>/print/", editions.typeset, name="edition_print"),
    path("editions/<int:pk>/acts/<slug:name>/", editions.act, name="edition_act"),
    path("editions/<int:pk>/prints/<int:number>/", editions.pdf, name="edition_pdf"),
    path("casebook/", PublicStories.as_view(), name="casebook"),
    path("casebook/<int:pk>/", public.story, name="casebook_story"),
    path("casebook/<int:pk>/pictures/<uuid:file_id>/", public.picture, name="casebook_picture"),
    path("casebook/editions/<int:pk>/", public.volume, name="casebook_volume"),
]
