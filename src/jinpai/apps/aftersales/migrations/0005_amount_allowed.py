"""What someone with the authority allowed to be repaid where no rule computes it."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aftersales", "0004_authority")]

    operations = [
        migrations.AddField(
            "case",
            "allowed_amount",
            models.DecimalField(max_digits=12, decimal_places=2, null=True),
        ),
    ]
