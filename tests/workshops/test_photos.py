"""Photographs: drawn anew, counted once, public only with a release, deleted when the consent is taken back."""

import io
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.choices import Role
from accounts.models import Action
from tests.factories.workshops import BookingFactory, ForumFactory
from workshops.choices import Release
from workshops.models import Photo
from workshops.services.photo import MOST_PHOTOS, add_photo, remove_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def nekesa(person):
    return person(Role.FACILITATOR, name="Nekesa Makokha")


@pytest.fixture
def forum(nekesa):
    return BookingFactory(forum=ForumFactory(days=-1), facilitator=nekesa).forum


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.STORAGES["default"]["OPTIONS"]["location"] = tmp_path
    return tmp_path


def upload() -> SimpleUploadedFile:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret-place"
    Image.new("RGB", (60, 40)).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG_0001.jpg", out.getvalue())


def sent(**changed):
    return {
        "key": str(uuid4()),
        "words": "Group work in the hall",
        "release": "form",
        "consent_by": "the guardians of all eleven learners",
        "upload": upload(),
        **changed,
    }


def add(forum, by, **fields):
    photo = Photo(**{"forum": forum, "key": uuid4(), "words": "x", **fields})
    return add_photo(photo=photo, picture=ContentFile(b"x", name="picture.jpg"), by=by)


def test_a_phone_sends_one_twice_and_it_counts_once_without_its_place(sign_in, nekesa, forum):
    client, url, data = sign_in(nekesa), reverse("workshops:photo-add", args=[forum.pk]), sent()
    for _twice in range(2):
        assert client.post(url, {**data, "upload": upload()}).headers["Location"] == url
    photo = forum.photos.get()
    body = client.get(photo.url).content
    assert body[:2] == b"\xff\xd8"
    assert b"secret-place" not in body
    assert "IMG_0001" not in photo.picture.name
    assert "Group work in the hall" in client.get(forum.get_absolute_url()).content.decode()
    assert Action.objects.about(forum).filter(verb="added a photograph to").count() == 1


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"consent_by": ""}, "Say who agreed"),
        ({"release": "sure"}, "not one of the available choices"),
        ({"upload": SimpleUploadedFile("x.jpg", b"MZ nothing")}, "not a picture"),
        ({"upload": ""}, "This field is required"),
        ({"words": ""}, "This field is required"),
        ({"key": "x"}, "Enter a valid UUID"),
    ],
)
def test_bad_input_gets_a_sentence(sign_in, nekesa, forum, changed, says):
    response = sign_in(nekesa).post(reverse("workshops:photo-add", args=[forum.pk]), sent(**changed))
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not forum.photos.exists()


def test_what_is_not_released_never_leaves_the_house(client, nekesa, forum):
    kept, free = add(forum, nekesa), add(forum, nekesa, release=Release.NOBODY)
    page = client.get(reverse("workshops:school-visit", args=[forum.token])).content.decode()
    for photo, status in ((kept, 404), (free, 200)):
        url = reverse("workshops:school-photo", args=[forum.token, photo.pk])
        assert client.get(url).status_code == status
        assert (url in page) is (status == 200)
    assert client.get(kept.url).status_code == 302  # to the sign-in


def test_another_team_sees_and_takes_nothing(as_role, nekesa, forum):
    photo, client = add(forum, nekesa), as_role(Role.FACILITATOR)
    assert client.get(photo.url).status_code == 404
    assert client.post(reverse("workshops:photo-remove", args=[forum.pk, photo.pk])).status_code == 404


def test_a_consent_taken_back_deletes_the_file(sign_in, nekesa, forum, files, django_capture_on_commit_callbacks):
    photo = add(forum, nekesa, release=Release.FORM, consent_by="a guardian")
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(nekesa).post(reverse("workshops:photo-remove", args=[forum.pk, photo.pk]))
    photo.refresh_from_db()
    assert (photo.picture.name, photo.consent_by, photo.is_public) == ("", "", False)
    assert not [path for path in files.rglob("*") if path.is_file()]
    assert remove_photo(photo=photo, by=nekesa) == photo  # twice is once


def test_limits(nekesa, person, forum):
    with pytest.raises(ValidationError, match="Only the team"):
        add(forum, person(Role.FACILITATOR))
    ahead = BookingFactory(facilitator=nekesa).forum
    with pytest.raises(ValidationError, match="still to come"):
        add(ahead, nekesa)
    photos = [add(forum, nekesa) for _n in range(MOST_PHOTOS)]
    with pytest.raises(ValidationError, match="enough"):
        add(forum, nekesa)
    other = BookingFactory(forum=ForumFactory(days=-2), facilitator=nekesa).forum
    with pytest.raises(ValidationError, match="another visit"):
        add(other, nekesa, key=photos[0].key)
