"""Addresses of the register."""

from django.urls import path

from schools.views import calendar, imports, people, school

app_name = "schools"

urlpatterns = [
    path("", school.SchoolList.as_view(), name="school-list"),
    path("map/", school.SchoolMap.as_view(), name="map"),
    path("map.pdf", school.SchoolMapPaper.as_view(), name="map-paper"),
    path("universities/", school.UniversityList.as_view(), name="university-list"),
    path("add/", school.SchoolAdd.as_view(), name="school-add"),
    path("<int:pk>/", school.SchoolDetail.as_view(), name="school-detail"),
    path("<int:pk>/change/", school.SchoolChange.as_view(), name="school-change"),
    path("<int:pk>/close/", school.SchoolClose.as_view(), name="school-close"),
    path("<int:pk>/reopen/", school.SchoolReopen.as_view(), name="school-reopen"),
    path("<int:pk>/invite/", school.TeacherInvite.as_view(), name="teacher-invite"),
    path("<int:pk>/days/", people.SchoolWindows.as_view(), name="school-windows"),
    path("<int:pk>/days/close/", people.BlackoutAdd.as_view(), name="blackout-add"),
    path("days/<int:pk>/open/", people.BlackoutRemove.as_view(), name="blackout-remove"),
    path("<int:pk>/contacts/add/", people.ContactAdd.as_view(), name="contact-add"),
    path("contacts/<int:pk>/change/", people.ContactChange.as_view(), name="contact-change"),
    path("contacts/<int:pk>/confirm/", people.ContactConfirm.as_view(), name="contact-confirm"),
    path("contacts/<int:pk>/end/", people.ContactEnd.as_view(), name="contact-end"),
    path("<int:pk>/club/", people.ClubChange.as_view(), name="club-change"),
    path("<int:pk>/learners/", people.EnrolmentChange.as_view(), name="enrolment-change"),
    path("<int:pk>/merge/", people.SchoolMergePage.as_view(), name="school-merge"),
    path("mergers/<int:pk>/undo/", people.MergeUndo.as_view(), name="merge-undo"),
    path("<int:pk>/place/refuse/", people.SchoolUnplace.as_view(), name="school-unplace"),
    path("quality/", people.Quality.as_view(), name="quality"),
    path("quality/places/", people.PlaceAll.as_view(), name="place-all"),
    path("many/", people.SchoolMany.as_view(), name="school-many"),
    path("filters/add/", people.FilterSave.as_view(), name="filter-save"),
    path("filters/<int:pk>/drop/", people.FilterDrop.as_view(), name="filter-drop"),
    path("calendar/", calendar.CalendarPage.as_view(), name="calendar"),
    path("calendar/add/", calendar.CalendarAdd.as_view(), name="calendar-add"),
    path("calendar/<int:pk>/", calendar.CalendarVersionPage.as_view(), name="calendar-version"),
    path("calendar/rules/add/", calendar.RuleAdd.as_view(), name="rule-add"),
    path("calendar/rules/<int:pk>/", calendar.RuleChange.as_view(), name="rule-change"),
    path("calendar/holidays/add/", calendar.HolidayAdd.as_view(), name="holiday-add"),
    path("lists/", imports.ImportList.as_view(), name="import-list"),
    path("lists/add/", imports.ImportAdd.as_view(), name="import-add"),
    path("lists/<int:pk>/", imports.ImportDetail.as_view(), name="import-detail"),
    path("lists/<int:pk>/columns/", imports.ImportColumns.as_view(), name="import-columns"),
    path("lists/<int:pk>/rows/", imports.ImportRows.as_view(), name="import-rows"),
    path("lists/<int:pk>/answer/", imports.ImportDecide.as_view(), name="import-decide"),
    path("lists/<int:pk>/continue/", imports.ImportContinue.as_view(), name="import-continue"),
    path("lists/<int:pk>/commit/", imports.ImportCommit.as_view(), name="import-commit"),
    path("lists/<int:pk>/undo/", imports.ImportUndo.as_view(), name="import-undo"),
    path("lists/rows/<int:pk>/", imports.ImportRowPage.as_view(), name="import-row"),
    path("members/<int:pk>/end/", school.MembershipEnd.as_view(), name="membership-end"),
]
