"""Addresses of the listings wing, below those of financing."""

from django.urls import include, path

from financing.listings.capital_lists import (
    IntroductionList,
    InvestorList,
    ProjectList,
    RoadShowList,
    WinnerList,
)
from financing.listings.lists import AdviserList, PathList, StageList, TrackList
from financing.listings.records import (
    AdviserRecord,
    ProfileRecord,
    ProjectRecord,
    RoadShowRecord,
    StageRecord,
    TrackRecord,
    WinnerImport,
    WinnerRecord,
)
from financing.listings.views import capital, overview, own_path, paths

urlpatterns = [
    path("listings/", overview.overview, name="listing_overview"),
    path("listings/paths/", PathList.as_view(), name="listing_paths"),
    path("listings/paths/<int:pk>/", paths.listing_path, name="listing_path"),
    path("listings/mine/", own_path.own_listing, name="own_listing"),
    path("listings/mine/begin/", own_path.begin, name="listing_begin"),
    path("listings/mine/<int:pk>/change/", own_path.change, name="listing_change"),
    path("listings/mine/<int:pk>/end/", own_path.end, name="listing_end"),
    path("listings/mine/stages/<int:pk>/", own_path.milestone, name="milestone"),
    path("listings/mine/proposals/<int:pk>/", own_path.claim, name="listing_claim"),
    path("listings/milestones/<int:pk>/proof/", paths.milestone_file, name="milestone_file"),
    path("listings/milestones/<int:pk>/<slug:name>/", paths.milestone_act, name="milestone_act"),
    path("listings/tracks/", TrackList.as_view(), name="listing_tracks"),
    path("listings/tracks/", include(TrackRecord.urls())),
    path("listings/stages/", StageList.as_view(), name="listing_stages"),
    path("listings/stages/", include(StageRecord.urls())),
    path("listings/advisers/", AdviserList.as_view(), name="advisers"),
    path("listings/advisers/", include(AdviserRecord.urls())),
    path("projects/", ProjectList.as_view(), name="projects"),
    path("projects/", include(ProjectRecord.urls())),
    path("projects/<int:pk>/plan/", capital.plan, name="project_plan"),
    path("projects/<int:pk>/plan/file/", capital.plan_file, name="project_plan_file"),
    path("projects/<int:pk>/ask/<int:investor_id>/", capital.ask, name="introduction_ask"),
    path("investors/", InvestorList.as_view(), name="investors"),
    path("investors/register/", capital.investor_new_organisation, name="investor_register"),
    path("investors/", include(ProfileRecord.urls())),
    path("winners/", WinnerList.as_view(), name="winners"),
    path("winners/", include(WinnerRecord.urls())),
    path("winners/import/", include(WinnerImport.urls())),
    path("introductions/", IntroductionList.as_view(), name="introductions"),
    path("introductions/contact/", capital.contact, name="contact_card"),
    path("introductions/<int:pk>/", capital.introduction, name="introduction"),
    path("introductions/<int:pk>/<slug:name>/", capital.introduction_act, name="introduction_act"),
    path("roadshows/", RoadShowList.as_view(), name="road_shows"),
    path("roadshows/", include(RoadShowRecord.urls())),
    path("roadshows/<int:pk>/book/", capital.book, name="road_show_book"),
    path("roadshows/bookings/<int:pk>/<slug:name>/", capital.booking_act, name="booking_act"),
]
