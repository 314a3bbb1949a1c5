"""Addresses of gatherings."""

from django.urls import path

from workshops.views import feed, forum

app_name = "workshops"

urlpatterns = [
    path("workshops/forums/", forum.ForumList.as_view(), name="forum-list"),
    path("workshops/forums/add/", forum.ForumSchool.as_view(), name="forum-school"),
    path("workshops/forums/add/<int:pk>/", forum.ForumAdd.as_view(), name="forum-add"),
    path("workshops/forums/recheck/", forum.ForumRecheck.as_view(), name="forum-recheck"),
    path("workshops/forums/<int:pk>/", forum.ForumDetail.as_view(), name="forum-detail"),
    path("workshops/forums/<int:pk>/change/", forum.ForumChange.as_view(), name="forum-change"),
    path("workshops/forums/<int:pk>/cancel/", forum.ForumCancel.as_view(), name="forum-cancel"),
    path("workshops/forums/<int:pk>/report/", forum.ForumReportPage.as_view(), name="forum-report"),
    path("workshops/forums/<int:pk>/programme.pdf", forum.Programme.as_view(), name="forum-programme"),
    path("workshops/forums/<int:pk>/register.pdf", forum.Register.as_view(), name="forum-register"),
    path("calendar/<str:key>.ics", feed.CalendarFeed.as_view(), name="calendar-feed"),
]
