"""Django's own password hash with one round: making users is fast, and production can check the hash."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class FewRounds(PBKDF2PasswordHasher):
    iterations = 1
