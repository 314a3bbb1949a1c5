"""Addresses of the register."""

from django.urls import path

from schools.views import imports, school

app_name = "schools"

urlpatterns = [
    path("", school.SchoolList.as_view(), name="school-list"),
    path("map/", school.SchoolMap.as_view(), name="map"),
    path("universities/", school.UniversityList.as_view(), name="university-list"),
    path("add/", school.SchoolAdd.as_view(), name="school-add"),
    path("<int:pk>/", school.SchoolDetail.as_view(), name="school-detail"),
    path("<int:pk>/change/", school.SchoolChange.as_view(), name="school-change"),
    path("<int:pk>/close/", school.SchoolClose.as_view(), name="school-close"),
    path("<int:pk>/reopen/", school.SchoolReopen.as_view(), name="school-reopen"),
    path("<int:pk>/invite/", school.TeacherInvite.as_view(), name="teacher-invite"),
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
