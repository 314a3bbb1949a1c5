"""Addresses of booklets."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from materials.choices import KEPT_FORMS, PaperForm, Way
from materials.views import bundles, desk, numbers, opinions, parts, publishing, reading


class FileConverter:
    """One of the kept forms as a file: "a4.pdf", "book.epub"."""

    regex = "|".join(f"{form}\\.pdf" for form in KEPT_FORMS if form != PaperForm.EPUB) + f"|{PaperForm.EPUB}\\.epub"

    def to_python(self, value: str) -> str:
        """The form."""
        return value.partition(".")[0]

    def to_url(self, value: str) -> str:
        """The form with its ending."""
        return f"{value}.epub" if value == PaperForm.EPUB else f"{value}.pdf"


class WayConverter(StringConverter):
    """Up or down."""

    regex = "|".join(Way.values)


register_converter(FileConverter, "booklet_file")
register_converter(WayConverter, "way")

app_name = "materials"

urlpatterns = [
    path("m/<slug:code>", reading.Short.as_view(), name="short"),
    path("materials/", reading.Library.as_view(), name="library"),
    path("materials/<int:pk>/", reading.Booklet.as_view(), name="booklet"),
    path("materials/<int:pk>/read/<int:order>/", reading.Chapter.as_view(), name="chapter"),
    path("materials/<int:pk>/<booklet_file:form>", reading.DownloadFile.as_view(), name="download"),
    path("materials/<int:pk>/pictures/<int:number>.jpg", reading.PictureFile.as_view(), name="picture"),
    path("materials/<int:pk>/opinion/", opinions.OpinionGive.as_view(), name="opinion-give"),
    path("materials/opinions/", opinions.OpinionList.as_view(), name="opinion-list"),
    path("materials/opinions/<int:pk>/", opinions.OpinionModerate.as_view(), name="opinion-moderate"),
    path("materials/bundle/", bundles.BundleChoose.as_view(), name="bundle"),
    path("materials/bundle.zip", bundles.BundleFile.as_view(), name="bundle-file"),
    path("materials/numbers/", numbers.Numbers.as_view(), name="numbers"),
    path("materials/<int:pk>/cover.jpg", reading.Thumbnail.as_view(), name="thumbnail"),
    path("materials/editions/<int:pk>/ready/", parts.ReadyAdd.as_view(), name="ready-add"),
    path("materials/editions/<int:pk>/ready/drop/", parts.ReadyDrop.as_view(), name="ready-drop"),
    path("materials/downloads/", numbers.DownloadList.as_view(), name="download-list"),
    path("materials/titles/", desk.TitleList.as_view(), name="title-list"),
    path("materials/titles/add/", desk.TitleAdd.as_view(), name="title-add"),
    path("materials/titles/<int:pk>/", desk.TitleDetail.as_view(), name="title-detail"),
    path("materials/titles/<int:pk>/change/", desk.TitleChange.as_view(), name="title-change"),
    path("materials/titles/<int:pk>/start/", desk.EditionStart.as_view(), name="edition-start"),
    path("materials/editions/<int:pk>/", desk.EditionDetail.as_view(), name="edition-detail"),
    path("materials/editions/<int:pk>/change/", desk.EditionChange.as_view(), name="edition-change"),
    path("materials/editions/<int:pk>/preview/", desk.EditionPreview.as_view(), name="edition-preview"),
    path("materials/editions/<int:pk>/discard/", desk.EditionDiscard.as_view(), name="edition-discard"),
    path("materials/editions/<int:pk>/offer/", publishing.EditionOffer.as_view(), name="edition-offer"),
    path("materials/editions/<int:pk>/return/", publishing.EditionReturn.as_view(), name="edition-return"),
    path("materials/editions/<int:pk>/publish/", publishing.EditionPublish.as_view(), name="edition-publish"),
    path("materials/editions/<int:pk>/withdraw/", publishing.EditionWithdraw.as_view(), name="edition-withdraw"),
    path("materials/editions/<int:pk>/errata/", publishing.EditionErrata.as_view(), name="edition-errata"),
    path("materials/editions/<int:pk>/sections/add/", parts.SectionAdd.as_view(), name="section-add"),
    path("materials/editions/<int:pk>/pictures/add/", parts.PictureAdd.as_view(), name="picture-add"),
    path("materials/editions/<int:pk>/history/<uuid:key>/", parts.SectionHistory.as_view(), name="section-history"),
    path("materials/versions/<int:pk>/restore/", parts.VersionRestore.as_view(), name="version-restore"),
    path("materials/sections/<int:pk>/", parts.SectionChange.as_view(), name="section-change"),
    path("materials/sections/<int:pk>/move/<way:way>/", parts.SectionMove.as_view(), name="section-move"),
    path("materials/sections/<int:pk>/delete/", parts.SectionDelete.as_view(), name="section-delete"),
    path("materials/pictures/<int:pk>/", parts.PictureChange.as_view(), name="picture-change"),
    path("materials/pictures/<int:pk>/delete/", parts.PictureDelete.as_view(), name="picture-delete"),
]
