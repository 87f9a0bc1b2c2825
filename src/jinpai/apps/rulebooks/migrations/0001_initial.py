"""Versions, what was put in force, drafts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = (migrations.swappable_dependency(settings.AUTH_USER_MODEL),)
    operations = (
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("start", models.CharField(max_length=64)),
                ("turn", models.PositiveIntegerField(default=1)),
                ("hand", models.CharField(blank=True, max_length=32)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rulebook_drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-changed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=64)),
                ("number", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("text", models.TextField()),
                ("effective_from", models.CharField(max_length=7)),
                ("reason", models.TextField()),
                ("saved_by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "number"), name="rulebook_code_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Force",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("month", models.CharField(db_index=True, max_length=7)),
                ("reason", models.TextField()),
                ("signed_by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forces",
                        to="rulebooks.version",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
    )
