"""How often something was tried: the counts that keep passwords from being guessed."""

from django.db import models


class Attempts(models.Model):
    """Tries of one kind by one account or network since the last pause; `who` is hashed, so that it names nobody."""

    who = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.PositiveBigIntegerField(db_index=True)  # seconds since 1970, when counting begins anew

    class Meta:
        verbose_name_plural = "attempts"

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at}"
