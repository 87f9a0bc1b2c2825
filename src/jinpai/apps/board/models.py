"""What the board itself decides: the target a shop sets for a metric.

Everything else on the board is read from the figures; a target is only shown beside them and
no figure depends on it.
"""

from __future__ import annotations

from django.db import models


class Target(models.Model):
    """A shop's aim for one metric; the newest row of a metric is the one shown."""

    shop = models.CharField(max_length=64)
    metric = models.CharField(max_length=64)
    # In the metric's own unit: a fraction for a percentage, seconds, yuan. Empty: no target.
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    signed_by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("shop", "metric", "at"), name="board_target_shop_metric"),)

    def __str__(self) -> str:
        return f"{self.shop} {self.metric} {self.value}"
