from django.db import migrations

# Speeds of facts/forums.md, appendix B; an officer changes them on the page.
TERRAINS = [
    ("Tarmac and good roads", 45, []),
    ("Dry lands", 30, ["004", "005", "007", "008", "009", "010", "011", "023", "024", "025"]),
    ("Nairobi traffic", 30, ["047"]),
]


def load(apps, schema_editor):
    model = apps.get_model("workshops", "Terrain")
    model.objects.bulk_create(model(name=name, kmh=kmh, counties=codes) for name, kmh, codes in TERRAINS)


class Migration(migrations.Migration):
    dependencies = [("workshops", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
