"""Which copy of the site this database belongs to. A clone names another, and sends nothing."""

from django.db import models
from django.db.models import Q


class Instance(models.Model):
    """The name of the copy that may send, as somebody has confirmed it. There is at most one row."""

    name = models.CharField(max_length=100)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=150)
    confirmed_again_at = models.DateTimeField(null=True)
    """After a restore or a move: what was public or due before it may have been mailed already."""
    claims = models.PositiveBigIntegerField(default=0)
    """How often workers of this database have taken mails; an older database has a lower number."""
    paced_until = models.DateTimeField(null=True)
    """Until when the rate limit has given its places away."""

    class Meta:
        constraints = [models.CheckConstraint(name="there_is_one_instance", condition=Q(pk=1))]

    def __str__(self) -> str:
        return self.name
