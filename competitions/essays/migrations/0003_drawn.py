from datetime import UTC, datetime

from django.db import migrations
from django.db.models import F

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def let_be_drawn(apps, schema_editor):
    """A PDF becomes its pages, each a picture: it waits as if it had just come, and the running system draws it."""
    pdfs = apps.get_model("essays", "Page").objects.using(schema_editor.connection.alias).filter(is_pdf=True)
    pdfs.exclude(file="").update(raw=F("file"), file="", state="waiting", advice="", touched_at=LONG_AGO)


class Migration(migrations.Migration):

    dependencies = [
        ('essays', '0002_judging'),
    ]

    operations = [
        migrations.RunPython(let_be_drawn, migrations.RunPython.noop),
        migrations.RemoveField(model_name='page', name='is_pdf'),
    ]
