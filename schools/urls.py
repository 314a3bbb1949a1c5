"""Addresses of the register."""

from django.urls import path

from schools import views

app_name = "schools"

urlpatterns = [
    path("", views.SchoolList.as_view(), name="school-list"),
    path("map/", views.SchoolMap.as_view(), name="map"),
    path("map.pdf", views.SchoolMapPaper.as_view(), name="map-paper"),
    path("universities/", views.UniversityList.as_view(), name="university-list"),
    path("add/", views.SchoolAdd.as_view(), name="school-add"),
    path("<int:pk>/", views.SchoolDetail.as_view(), name="school-detail"),
    path("<int:pk>/change/", views.SchoolChange.as_view(), name="school-change"),
    path("<int:pk>/close/", views.SchoolClose.as_view(), name="school-close"),
    path("<int:pk>/reopen/", views.SchoolReopen.as_view(), name="school-reopen"),
    path("<int:pk>/invite/", views.TeacherInvite.as_view(), name="teacher-invite"),
    path("members/<int:pk>/end/", views.MembershipEnd.as_view(), name="membership-end"),
]
