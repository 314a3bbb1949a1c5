"""All addresses of the house."""

from django.urls import include, path
from django.views.generic import RedirectView

from config import home, register, specimens, views

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="today"), name="root"),
    path("today/", home.Today.as_view(), name="today"),
    path("more/", views.More.as_view(), name="more"),
    path("theme-<str:version>.css", views.Theme.as_view(), name="theme"),
    path("print/specimens/", specimens.Gallery.as_view(), name="specimens"),
    path("print/specimens/<slug:name>.<str:language>.pdf", specimens.SpecimenPaper.as_view(), name="specimen"),
    path(
        "print/specimens/<slug:name>.<str:language>.png", specimens.SpecimenPicture.as_view(), name="specimen-picture"
    ),
    path("", include("config.sign_in")),
    path("", include("accounts.urls")),
    # The same addresses as in the register, with what higher rooms know of a school.
    path("schools/", register.SchoolListPage.as_view()),
    path("schools/map/", register.SchoolMapPage.as_view()),
    path("schools/<int:pk>/", register.SchoolPage.as_view()),
    path("schools/", include("schools.urls")),
    path("", include("materials.urls")),
    path("", include("workshops.urls")),
    path("", include("competitions.essays.urls")),
    path("", include("competitions.debates.urls")),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
