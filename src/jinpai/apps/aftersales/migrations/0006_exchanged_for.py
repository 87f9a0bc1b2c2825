"""Which goods the buyer wants instead."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aftersales", "0005_amount_allowed")]

    operations = [
        migrations.AddField(
            "case", "wanted", models.CharField(max_length=200, blank=True, default="")
        ),
    ]
