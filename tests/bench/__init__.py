"""What `make bench` measures: every figure is taken in one run beside what it is compared with."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
django.setup()
