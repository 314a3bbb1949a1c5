"""The school list beside a stock django-tables2 view of the same table, through the whole stack; and page weights."""

import gzip
import io
import sys
from pathlib import Path

import brotli
import django_filters
import django_tables2
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import include, path
from django.utils import timezone
from django_filters.views import FilterView

from accounts.choices import Role
from accounts.middleware import SESSION_KEY
from config.wsgi import application
from materials.models import Edition
from schools.models import School
from tests.bench.figures import cpu_seconds, figure
from tests.bench.house import real_register
from tests.factories.accounts import UserFactory
from tests.factories.materials import EditionFactory, SectionFactory, published
from tests.factories.schools import MembershipFactory

ROUNDS = 30


class StockTable(django_tables2.Table):
    """The same eight columns, as the library's manual writes them."""

    name = django_tables2.Column(linkify=True)
    county = django_tables2.Column()
    sub_county = django_tables2.Column()
    ward = django_tables2.Column()
    category = django_tables2.Column()
    gender = django_tables2.Column()
    ownership = django_tables2.Column()
    last_forum = django_tables2.DateColumn(accessor="last_forum_at", verbose_name="Last forum")

    class Meta:
        model = School
        fields = ("name", "county", "sub_county", "ward", "category", "gender", "ownership", "last_forum")
        template_name = "django_tables2/bootstrap5.html"
        per_page = 25


class StockFilter(django_filters.FilterSet):
    """The same six filters, as the library's manual writes them."""

    name = django_filters.CharFilter(lookup_expr="icontains")

    class Meta:
        model = School
        fields = ("name", "county", "gender", "category", "boarding", "ownership")


def stock_urls():
    """The house's own addresses, and the stock view of the same rows."""
    from config.register import SchoolListPage  # noqa: PLC0415 (the database must exist first)

    class StockList(django_tables2.SingleTableMixin, FilterView):
        queryset = School.objects.filter(level="secondary", is_open=True).select_related("county", "sub_county")
        queryset = queryset.annotate(last_forum_at=SchoolListPage.queryset.query.annotations["last_forum_at"])
        table_class = StockTable
        filterset_class = StockFilter
        template_name = "bench/stock_list.html"

    return [path("stock/", StockList.as_view()), path("", include("config.urls"))]


def ask(app, cookies: str, address: str) -> tuple[str, bytes]:
    """One request through a WSGI application, as a server makes it."""
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": address.partition("?")[0], "QUERY_STRING": address.partition("?")[2],
        "SERVER_NAME": "testserver", "SERVER_PORT": "80", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http", "HTTP_COOKIE": cookies, "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0),
    }  # fmt: skip
    status: list[str] = []
    body = app(environ, lambda line, headers, exc=None: status.append(line))
    data = b"".join(body)
    body.close()
    assert status[0].startswith("200"), status
    return status[0], data


def signed_in(role: Role, **fields) -> tuple[Client, str]:
    """A browser, and its cookie as a header."""
    client = Client()
    client.force_login(UserFactory(roles=[role], **fields), backend="accounts.backends.Backend")
    session = client.session
    session[SESSION_KEY] = True
    session.save()
    return client, f"sessionid={client.cookies['sessionid'].value}"


def weigh(client: Client, address: str) -> tuple[float, float]:
    """Kilobytes that a first and a later visit transfer, compressed as the server sends them."""
    page = client.get(address).content.decode()
    assets = {line.split('"')[0] for part in ('href="/static/', 'src="/static/') for line in page.split(part)[1:]}
    theme = next(line.split('"')[0] for line in page.split('href="/theme-')[1:])
    sent = sum(len(brotli.compress(open(finders.find(asset), "rb").read())) for asset in assets)  # noqa: SIM115, PTH123
    sent += len(gzip.compress(client.get(f"/theme-{theme}").content))
    html = len(gzip.compress(page.encode(), 6))
    headers = 700 * (len(assets) + 2)  # what each answer says before its body
    return (html + sent + headers) / 1000, (html + 700) / 1000


def booklet() -> Edition:
    """A library of a dozen, and in each a chapter as long as chapters get."""
    for _n in range(12):
        published()
    long = EditionFactory()
    for order in range(1, 12):
        SectionFactory(edition=long, order=order, text="Every person has inherent dignity (Article 28). " * 370)
    Edition.objects.filter(pk=long.pk).update(status="current", published_at=timezone.now())
    return Edition.objects.get(pk=long.pk)


def main() -> int:
    """Print the figures."""
    met = []
    with real_register():
        settings.TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
        module = sys.modules["bench_urls"] = type(sys)("bench_urls")
        module.urlpatterns = stock_urls()
        client, cookie = signed_in(Role.OFFICER)
        with override_settings(ROOT_URLCONF="bench_urls"):
            stock = WSGIHandler()
            for app, address in ((application, "/schools/"), (stock, "/stock/")):
                ask(app, cookie, address)
            ours = cpu_seconds(lambda: ask(application, cookie, "/schools/"), repeat=ROUNDS)
            theirs = cpu_seconds(lambda: ask(stock, cookie, "/stock/"), repeat=ROUNDS)
            print(f"school list: {1000 * ours:.1f} ms of CPU, stock view {1000 * theirs:.1f} ms")
            met.append(figure("school-list-cpu-against-stock-tables2", ours / theirs, "ratio", "<=", 0.25))
            counts = []
            for rows in (1, 100):
                with CaptureQueriesContext(connection) as asked:
                    ask(application, cookie, f"/schools/?per_page={rows}")
                counts.append(len(asked))
            met.append(figure("school-list-queries-at-100-rows", counts[1], "queries", "<=", 8))
            met.append(figure("school-list-queries-1-against-100-rows", counts[1] - counts[0], "queries", "<=", 0))
            teacher, _cookie = signed_in(Role.TEACHER)
            MembershipFactory(user_id=int(teacher.session["_auth_user_id"]), school=School.objects.first())
            edition = booklet()
            for address in ("/today/", "/materials/", edition.booklet_url, edition.chapters[0].read_url):
                first, later = weigh(teacher, address)
                name = "-".join(part for part in address.split("/") if part and not part.isdigit()) or "page"
                name = {edition.booklet_url: "booklet", edition.chapters[0].read_url: "chapter"}.get(address, name)
                met.append(figure(f"teacher-{name}-first-visit", first, "kB", "<=", 60))
                met.append(figure(f"teacher-{name}-later-visit", later, "kB", "<=", 30))
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
