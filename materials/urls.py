"""Addresses of booklets."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from materials.choices import PaperForm, Way
from materials.views import desk, numbers, reading


class FormConverter(StringConverter):
    """One of the forms."""

    regex = "|".join(PaperForm.values)


class WayConverter(StringConverter):
    """Up or down."""

    regex = "|".join(Way.values)


register_converter(FormConverter, "paper_form")
register_converter(WayConverter, "way")

app_name = "materials"

urlpatterns = [
    path("m/<slug:code>", reading.Short.as_view(), name="short"),
    path("materials/", reading.Library.as_view(), name="library"),
    path("materials/<int:pk>/", reading.Booklet.as_view(), name="booklet"),
    path("materials/<int:pk>/read/<int:order>/", reading.Chapter.as_view(), name="chapter"),
    path("materials/<int:pk>/<paper_form:form>.pdf", reading.DownloadFile.as_view(), name="download"),
    path("materials/<int:pk>/pictures/<int:number>.jpg", reading.PictureFile.as_view(), name="picture"),
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
    path("materials/editions/<int:pk>/publish/", desk.EditionPublish.as_view(), name="edition-publish"),
    path("materials/editions/<int:pk>/withdraw/", desk.EditionWithdraw.as_view(), name="edition-withdraw"),
    path("materials/editions/<int:pk>/errata/", desk.EditionErrata.as_view(), name="edition-errata"),
    path("materials/editions/<int:pk>/sections/add/", desk.SectionAdd.as_view(), name="section-add"),
    path("materials/editions/<int:pk>/pictures/add/", desk.PictureAdd.as_view(), name="picture-add"),
    path("materials/sections/<int:pk>/", desk.SectionChange.as_view(), name="section-change"),
    path("materials/sections/<int:pk>/move/<way:way>/", desk.SectionMove.as_view(), name="section-move"),
    path("materials/sections/<int:pk>/delete/", desk.SectionDelete.as_view(), name="section-delete"),
    path("materials/pictures/<int:pk>/", desk.PictureChange.as_view(), name="picture-change"),
    path("materials/pictures/<int:pk>/delete/", desk.PictureDelete.as_view(), name="picture-delete"),
]
