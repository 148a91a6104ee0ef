"""The one table of the ground floor: the key under which the database recognises who acts."""

from django.db import models


class ActorKey(models.Model):
    """The two pads of the HMAC key; one row, readable by the owner alone."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    inner_pad = models.BinaryField()
    outer_pad = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_actor_key")]
