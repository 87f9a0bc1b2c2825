"""Routine checklists with their runs, and the signed refunds table."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0002_problems_and_pages"),
    ]

    operations = [
        migrations.CreateModel(
            name="RefundsSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("shop", models.CharField(max_length=64)),
                ("day", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("held", models.JSONField()),
                ("count", models.PositiveIntegerField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("key", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "ordering": ["shop", "day", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("shop", "day", "number"), name="one_signature_a_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoutineTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("effective", models.DateField()),
                ("terms", models.JSONField()),
                ("retired", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("made_by", models.CharField(blank=True, max_length=64)),
                ("made_at", models.DateTimeField()),
                ("key", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "ordering": ["code", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "number"), name="one_number_a_checklist"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=160, unique=True)),
                ("day", models.DateField()),
                ("role", models.CharField(max_length=16)),
                ("shift", models.CharField(max_length=8)),
                ("person", models.CharField(blank=True, max_length=64)),
                ("guessed", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(blank=True, max_length=64)),
                ("dropped_at", models.DateTimeField(null=True)),
                ("dropped_why", models.CharField(blank=True, max_length=16)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="knowledge.routinetemplate",
                    ),
                ),
            ],
            options={
                "ordering": ["-day", "role", "person", "template"],
            },
        ),
        migrations.CreateModel(
            name="ShiftChosen",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("person", models.CharField(max_length=64)),
                ("shift", models.CharField(max_length=8)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["day", "id"],
                "indexes": [models.Index(fields=["day", "person"], name="shift_of_person")],
            },
        ),
        migrations.CreateModel(
            name="Tick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=12)),
                ("reason", models.CharField(blank=True, max_length=32)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("by", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ticks",
                        to="knowledge.run",
                    ),
                ),
            ],
            options={
                "ordering": ["run", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["day", "role"], name="run_of_day"),
        ),
    ]
