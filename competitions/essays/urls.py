"""Addresses of essay competitions."""

from typing import Any

from django.urls import path, re_path, register_converter

from competitions.essays.views import (
    along,
    bundles,
    competition,
    copies,
    entry,
    exemplars,
    fairness,
    gallery,
    judging,
    moderation,
    names,
    packs,
    pages,
    papers,
    progress,
    results,
    rounds,
    school,
    seeds,
    training,
)


class ScanConverter:
    """A scanned page by the name of its file, `page-1.jpg`. A view gets its place."""

    regex = r"page-[0-9]{1,5}\.jpg"

    def to_python(self, value: str) -> int:
        """Its place."""
        return int(value[len("page-") :].partition(".")[0])

    def to_url(self, value: Any) -> str:
        """Of a page, or of its place."""
        return f"page-{getattr(value, 'order', value)}.jpg"


register_converter(ScanConverter, "scan")

app_name = "essays"
PAGE = "essays/entries/<int:pk>/pages/<uuid:key>/"
SCHOOL = "essays/<int:pk>/schools/<int:school>/"
SHEET = "essays/paper/<int:pk>/<int:order>/"
COVER = "essays/entries/<int:pk>/pages/<int:order>/"
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
    path(f"{SHEET}picture.jpg", bundles.SheetPicture.as_view(), name="sheet-picture"),
    path("essays/entries/", entry.EntryList.as_view(), name="entry-list"),
    path("essays/entries/<int:pk>/", entry.EntryDetail.as_view(), name="entry-detail"),
    path("essays/entries/<int:pk>/change/", entry.EntryChange.as_view(), name="entry-change"),
    path("essays/entries/<int:pk>/hand-in/", entry.EntrySubmit.as_view(), name="entry-submit"),
    path("essays/entries/<int:pk>/consent/", entry.EntryConsent.as_view(), name="entry-consent"),
    path("essays/entries/<int:pk>/pages/<scan:order>", entry.PageFile.as_view(), name="entry-page"),
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
    path("judging/ties/county/", judging.TieCounty.as_view(), name="tie-county"),
    path("judging/ties/<int:pk>/end/", judging.TieEnd.as_view(), name="tie-end"),
    path(WORK, judging.MarkPage.as_view(), name="mark"),
    path(f"{WORK}pages/<scan:order>", judging.WorkPage.as_view(), name="work-page"),
    path(f"{WORK}hand-back/", judging.HandBack.as_view(), name="hand-back"),
    path(f"{WORK}concern/", judging.WorkConcern.as_view(), name="work-concern"),
    path("judging/worker.js", along.Worker.as_view(), name="worker"),
    path("judging/token/", along.Token.as_view(), name="token"),
    path("judging/<int:place>/pack/", along.PackList.as_view(), name="pack"),
    path("winners/<int:pk>/", results.Winners.as_view(), name="winners"),
    path("winners/<int:pk>/<int:number>/", results.WinningWork.as_view(), name="winning-work"),
    path("essays/entries/<int:pk>/feedback.pdf", papers.AdvicePaper.as_view(), name="advice"),
    path("essays/<int:pk>/feedback/", papers.AdvicePrint.as_view(), name="advice-print"),
    path(f"{SCHOOL}papers.pdf", papers.SchoolPapers.as_view(), name="school-papers"),
    path(f"{SCHOOL}papers/", papers.SchoolPapersPrint.as_view(), name="school-papers-print"),
    path("judging/service/<int:pk>/", papers.ServiceIssue.as_view(), name="service-issue"),
    path("judging/service/<int:pk>/certificate.pdf", papers.ServicePaper.as_view(), name="service"),
    path("essays/<int:pk>/service/", papers.ServicePrint.as_view(), name="service-print"),
    path("essays/<int:pk>/results/mark-sheets.pdf", papers.MarkSheetsPaper.as_view(), name="mark-sheets"),
    path("essays/<int:pk>/counties/", papers.CountiesPage.as_view(), name="counties"),
    path("essays/<int:pk>/counties.pdf", papers.CountiesPaper.as_view(), name="counties-paper"),
    path("essays/<int:pk>/counties.csv", papers.CountiesFile.as_view(), name="counties-file"),
    path("essays/<int:pk>/papers/", papers.PapersPage.as_view(), name="papers"),
    path("essays/<int:pk>/papers/schools/", papers.PapersSchools.as_view(), name="papers-schools"),
    path("essays/<int:pk>/progress/", progress.ProgressPage.as_view(), name="judging-progress"),
    path("essays/<int:pk>/progress/remind/", progress.RemindJudges.as_view(), name="remind-judges"),
    path("essays/<int:pk>/progress/<int:place>/take-back/", progress.TakeBack.as_view(), name="take-back"),
    path("essays/<int:pk>/progress/<int:place>/begin/", exemplars.LetBegin.as_view(), name="let-begin"),
    path("essays/<int:pk>/training/", exemplars.Exemplars.as_view(), name="exemplars"),
    path("essays/<int:pk>/training/terms/", exemplars.TermsChange.as_view(), name="training-terms"),
    path("essays/<int:pk>/training/add/", exemplars.ExemplarAdd.as_view(), name="exemplar-add"),
    path("essays/training/<int:pk>/change/", exemplars.ExemplarChange.as_view(), name="exemplar-change"),
    path("essays/training/<int:pk>/remove/", exemplars.ExemplarRemove.as_view(), name="exemplar-remove"),
    path("judging/training/<int:pk>/", training.TrainingPage.as_view(), name="training"),
    path("judging/training/<int:pk>/<int:exemplar>/", training.TrainingMarkPage.as_view(), name="training-mark"),
    path("essays/<int:pk>/seeds/", seeds.Seeds.as_view(), name="seeds"),
    path("essays/seeds/<int:pk>/agree/", seeds.SeedAgree.as_view(), name="seed-agree"),
    path("essays/<int:pk>/names/", names.NamesPage.as_view(), name="names"),
    path("essays/entries/<int:pk>/names/", names.EntryNames.as_view(), name="entry-names"),
    path("essays/entries/<int:pk>/words/", names.CoverWords.as_view(), name="cover-words"),
    path(f"{COVER}cover/", names.CoverPage.as_view(), name="cover-page"),
    path(f"{COVER}covered.jpg", names.CoveredPicture.as_view(), name="covered-picture"),
    path(f"{WORK}name-seen/", names.NameSeen.as_view(), name="name-seen"),
    path("essays/<int:pk>/results/final/", rounds.FinalPage.as_view(), name="final"),
    path("essays/entries/<int:pk>/goes-on/", rounds.FinalNext.as_view(), name="final-next"),
    path("judging/<int:place>/pack-<int:part>.pdf", packs.MyPack.as_view(), name="my-pack"),
    path("essays/judges/<int:place>/pack-<int:part>.pdf", packs.JudgePack.as_view(), name="judge-pack"),
    path("essays/<int:pk>/sheets/", packs.Sheets.as_view(), name="sheets"),
    path("essays/sheets/<int:place>/<int:alias>/", packs.SheetType.as_view(), name="sheet-type"),
    path("essays/sheets/<int:place>/<int:alias>/back/", packs.SheetBack.as_view(), name="sheet-back"),
    re_path(r"^[mM][sS]/(?P<code>[A-Za-z0-9-]{1,20})$", packs.SheetScan.as_view(), name="sheet-scan"),
    path("winners/<int:pk>/anthology.pdf", gallery.Anthology.as_view(), name="anthology"),
    path(
        "winners/<int:pk>/<int:number>/<slug:size>-<int:order>.jpg", gallery.Picture.as_view(), name="winning-picture"
    ),
    path("essays/seeds/<int:pk>/end/", seeds.SeedEnd.as_view(), name="seed-end"),
]
