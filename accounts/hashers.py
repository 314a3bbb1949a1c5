"""The password hash."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: OWASP's first choice, kind to a small server.

    Source: OWASP Password Storage Cheat Sheet, "Argon2id".
    """

    memory_cost = 19456
    time_cost = 2
    parallelism = 1
