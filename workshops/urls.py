"""Addresses of gatherings."""

from django.urls import path

from workshops.views import ask, calendar, door, feed, forum, life, overview, photo

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
    path("workshops/forums/<int:pk>/photos/add/", photo.PhotoAdd.as_view(), name="photo-add"),
    path("workshops/forums/<int:forum>/photos/<int:pk>.jpg", photo.PhotoFile.as_view(), name="photo-file"),
    path("workshops/forums/<int:forum>/photos/<int:pk>/remove/", photo.PhotoRemove.as_view(), name="photo-remove"),
    path("s/<str:token>/photos/<int:pk>.jpg", photo.SchoolPhoto.as_view(), name="school-photo"),
    path("workshops/requests/", life.RequestList.as_view(), name="request-list"),
    path("workshops/requests/add/", ask.TeacherAsk.as_view(), name="request-add"),
    path("workshops/forums/<int:pk>/answer/", life.ForumAccept.as_view(), name="forum-accept"),
    path("workshops/forums/<int:pk>/propose/", life.ForumPropose.as_view(), name="forum-propose"),
    path("workshops/forums/<int:pk>/school-says/", life.ForumSchoolSays.as_view(), name="forum-school-says"),
    path("workshops/forums/<int:pk>/confirm/", door.ForumConfirm.as_view(), name="forum-confirm"),
    path("workshops/forums/<int:pk>/delivered/", life.ForumDelivered.as_view(), name="forum-delivered"),
    path("workshops/forums/<int:pk>/nobody/", life.ForumNoShow.as_view(), name="forum-no-show"),
    path("workshops/forums/<int:pk>/verify/", life.ForumVerify.as_view(), name="forum-verify"),
    path("workshops/facilitators/", door.FacilitatorList.as_view(), name="facilitator-list"),
    path("workshops/facilitators/<int:pk>/", door.FacilitatorDetail.as_view(), name="facilitator-detail"),
    path("workshops/facilitators/<int:pk>/change/", door.FacilitatorChange.as_view(), name="facilitator-change"),
    path("workshops/facilitators/<int:pk>/papers/add/", door.ClearanceAdd.as_view(), name="clearance-add"),
    path("workshops/papers/<int:pk>/document/", door.ClearanceDocument.as_view(), name="clearance-document"),
    path("workshops/authorities/", door.AuthorityList.as_view(), name="authority-list"),
    path("workshops/authorities/add/", door.AuthorityAdd.as_view(), name="authority-add"),
    path("workshops/authorities/<int:pk>/", door.AuthorityDetail.as_view(), name="authority-detail"),
    path("workshops/authorities/<int:pk>/withdraw/", door.AuthorityWithdraw.as_view(), name="authority-withdraw"),
    path("workshops/authorities/<int:pk>/document/", door.AuthorityDocument.as_view(), name="authority-document"),
    path("workshops/speeds/", door.TerrainList.as_view(), name="terrain-list"),
    path("workshops/speeds/<int:pk>/", door.TerrainChange.as_view(), name="terrain-change"),
    path("workshops/calendar/", calendar.CalendarMonth.as_view(), name="calendar-month"),
    path("workshops/calendar/week/", calendar.CalendarWeek.as_view(), name="calendar-week"),
    path("workshops/calendar/agenda/", calendar.CalendarAgenda.as_view(), name="calendar-agenda"),
    path("workshops/schools/<int:pk>/clash/", calendar.Clash.as_view(), name="clash"),
    path("workshops/forums/<int:pk>/visit.ics", calendar.ForumFile.as_view(), name="forum-file"),
    path("s/<str:token>/visit.ics", calendar.SchoolFile.as_view(), name="school-file"),
    path("workshops/overview/", overview.Overview.as_view(), name="overview"),
    # Open to schools, without an account.
    path("visit-us/", ask.AskSchool.as_view(), name="ask-school"),
    path("visit-us/<int:pk>/", ask.Ask.as_view(), name="ask"),
    path("visit-us/code/<str:key>/", ask.AskCode.as_view(), name="ask-code"),
    path("s/<str:token>/", ask.SchoolVisit.as_view(), name="school-visit"),
    path("calendar/<str:key>.ics", feed.CalendarFeed.as_view(), name="calendar-feed"),
]
