"""Addresses of essay competitions."""

from django.urls import path, re_path

from competitions.essays.views import (
    bundles,
    competition,
    copies,
    entry,
    fairness,
    judging,
    moderation,
    pack,
    pages,
    results,
    school,
)

app_name = "essays"
PAGE = "essays/entries/<int:pk>/pages/<uuid:key>/"
SCHOOL = "essays/<int:pk>/schools/<int:school>/"
SHEET = "essays/paper/<int:pk>/<int:order>/"
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
    path("essays/<int:pk>/results/further-marks/", moderation.ExtraPage.as_view(), name="extra"),
    path("essays/<int:pk>/results/meeting/", moderation.MeetingPage.as_view(), name="meeting"),
    path("essays/<int:pk>/results/meeting/compare/", moderation.ComparePage.as_view(), name="compare"),
    path("essays/entries/<int:pk>/decide/", moderation.DecidePage.as_view(), name="decide-entry"),
    path("essays/<int:pk>/results/again/", moderation.VerifyPage.as_view(), name="verify"),
    path("essays/<int:pk>/results/result.zip", moderation.ResultFile.as_view(), name="result-file"),
    path("essays/<int:pk>/results/fairness/", fairness.FairnessPage.as_view(), name="fairness"),
    path("essays/<int:pk>/results/fairness.csv", fairness.FairnessFile.as_view(), name="fairness-file"),
    path("essays/<int:pk>/publish/", results.Publish.as_view(), name="publish"),
    path("essays/<int:pk>/certificates/", results.Certificates.as_view(), name="certificates"),
    path("essays/<int:pk>/enter/", entry.EntryAdd.as_view(), name="entry-add"),
    path("essays/<int:pk>/schools/", school.ChooseSchool.as_view(), name="choose-school"),
    path(SCHOOL, school.SchoolDesk.as_view(), name="school-desk"),
    path(f"{SCHOOL}slips.pdf", school.SlipsPaper.as_view(), name="slips"),
    path(f"{SCHOOL}head-teacher.pdf", school.HeadCertificatePaper.as_view(), name="head-paper"),
    path(f"{SCHOOL}head-teacher/", school.HeadCertificatePage.as_view(), name="head-certificate"),
    path("essays/<int:pk>/paper/", bundles.Bundles.as_view(), name="bundles"),
    path("essays/<int:pk>/alike/", copies.Copies.as_view(), name="copies"),
    path("essays/<int:pk>/alike/look/", copies.CopiesLook.as_view(), name="copies-look"),
    path("essays/alike/<int:pk>/", copies.CopyDetail.as_view(), name="copy-detail"),
    path("essays/paper/<int:pk>/", bundles.BundleDetail.as_view(), name="bundle-detail"),
    path(SHEET, bundles.SheetSort.as_view(), name="sheet-sort"),
    path(f"{SHEET}picture/", bundles.SheetPicture.as_view(), name="sheet-picture"),
    path("essays/entries/", entry.EntryList.as_view(), name="entry-list"),
    path("essays/entries/<int:pk>/", entry.EntryDetail.as_view(), name="entry-detail"),
    path("essays/entries/<int:pk>/change/", entry.EntryChange.as_view(), name="entry-change"),
    path("essays/entries/<int:pk>/hand-in/", entry.EntrySubmit.as_view(), name="entry-submit"),
    path("essays/entries/<int:pk>/consent/", entry.EntryConsent.as_view(), name="entry-consent"),
    path("essays/entries/<int:pk>/pages/<int:order>/", entry.PageFile.as_view(), name="entry-page"),
    path("essays/entries/<int:pk>/pages/", pages.EntryPages.as_view(), name="entry-pages"),
    path("essays/entries/<int:pk>/pages/state/", pages.PageStates.as_view(), name="page-states"),
    path(f"{PAGE}part/", pages.PagePart.as_view(), name="page-part"),
    path(f"{PAGE}place/<int:place>/", pages.PagePlace.as_view(), name="page-place"),
    path(f"{PAGE}replace/", pages.PageReplace.as_view(), name="page-replace"),
    path(f"{PAGE}remove/", pages.PageRemove.as_view(), name="page-remove"),
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
    path("judging/worker.js", pack.Worker.as_view(), name="worker"),
    path("judging/token/", pack.Token.as_view(), name="token"),
    path("judging/<int:place>/pack/", pack.PackList.as_view(), name="pack"),
    path("winners/<int:pk>/", results.Winners.as_view(), name="winners"),
    path("winners/<int:pk>/<int:number>/", results.WinningWork.as_view(), name="winning-work"),
]
