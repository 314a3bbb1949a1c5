"""Addresses of essay competitions."""

from django.urls import path, re_path

from competitions.essays.views import competition, entry, judging, results

app_name = "essays"
WORK = "judging/<int:place>/<int:alias>/"

urlpatterns = [
    path("essays/", competition.CompetitionList.as_view(), name="competition-list"),
    path("essays/add/", competition.CompetitionAdd.as_view(), name="competition-add"),
    path("essays/<int:pk>/", competition.CompetitionDetail.as_view(), name="competition-detail"),
    path("essays/<int:pk>/change/", competition.CompetitionChange.as_view(), name="competition-change"),
    path("essays/<int:pk>/open/", competition.CompetitionOpen.as_view(), name="competition-open"),
    path("essays/<int:pk>/close/", competition.CompetitionClose.as_view(), name="competition-close"),
    path("essays/<int:pk>/judges/", competition.Judges.as_view(), name="judges"),
    path("essays/<int:pk>/deal/", competition.DealPage.as_view(), name="deal"),
    re_path(
        r"^essays/(?P<pk>\d+)/consent-(?P<language>en|sw)\.pdf$",
        competition.ConsentPaper.as_view(),
        name="consent-form",
    ),
    path("essays/<int:pk>/results/", results.ResultsPage.as_view(), name="results"),
    path("essays/<int:pk>/publish/", results.Publish.as_view(), name="publish"),
    path("essays/<int:pk>/certificates/", results.Certificates.as_view(), name="certificates"),
    path("essays/<int:pk>/enter/", entry.EntryAdd.as_view(), name="entry-add"),
    path("essays/entries/", entry.EntryList.as_view(), name="entry-list"),
    path("essays/entries/<int:pk>/", entry.EntryDetail.as_view(), name="entry-detail"),
    path("essays/entries/<int:pk>/change/", entry.EntryChange.as_view(), name="entry-change"),
    path("essays/entries/<int:pk>/hand-in/", entry.EntrySubmit.as_view(), name="entry-submit"),
    path("essays/entries/<int:pk>/consent/", entry.EntryConsent.as_view(), name="entry-consent"),
    path("essays/entries/<int:pk>/pages/<int:order>/", entry.PageFile.as_view(), name="entry-page"),
    path("essays/entries/<int:pk>/pages/<int:order>/remove/", entry.PageRemove.as_view(), name="page-remove"),
    path("essays/entries/<int:pk>/certificate.pdf", entry.Certificate.as_view(), name="certificate"),
    path(
        "essays/entries/<int:pk>/certificate-signed.pdf", entry.CertificateSigned.as_view(), name="certificate-signed"
    ),
    path("judging/", judging.DeskPage.as_view(), name="desk"),
    path("judging/ties/", judging.TieList.as_view(), name="tie-list"),
    path("judging/ties/add/", judging.TieSchool.as_view(), name="tie-school"),
    path("judging/ties/add/<int:pk>/", judging.TieAdd.as_view(), name="tie-add"),
    path("judging/ties/<int:pk>/end/", judging.TieEnd.as_view(), name="tie-end"),
    path(WORK, judging.MarkPage.as_view(), name="mark"),
    path(f"{WORK}pages/<int:order>/", judging.WorkPage.as_view(), name="work-page"),
    path(f"{WORK}hand-back/", judging.HandBack.as_view(), name="hand-back"),
    path(f"{WORK}concern/", judging.WorkConcern.as_view(), name="work-concern"),
    path("winners/<int:pk>/", results.Winners.as_view(), name="winners"),
    path("winners/<int:pk>/<int:number>/", results.WinningWork.as_view(), name="winning-work"),
]
