"""The returns register, the day's signatures, the shipping checklist, wrong shipments."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("aftersales", "0002_orders_that_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="Packing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("shop", models.CharField(max_length=64)),
                ("order_id", models.CharField(max_length=64)),
                ("waybill", models.CharField(blank=True, max_length=64)),
                ("flag", models.CharField(blank=True, max_length=8)),
                ("remark", models.CharField(blank=True, max_length=1000)),
                ("points", models.JSONField(default=list)),
                ("low", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("again", models.CharField(blank=True, max_length=300)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["at"], name="packing_at"),
                    models.Index(fields=["waybill"], name="packing_waybill"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("again", "")),
                        fields=("shop", "order_id"),
                        name="packed_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Parcel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("waybill", models.CharField(max_length=64)),
                ("carrier", models.CharField(blank=True, max_length=32)),
                ("shop", models.CharField(blank=True, max_length=64)),
                ("order_id", models.CharField(blank=True, max_length=64)),
                ("matched", models.CharField(blank=True, max_length=12)),
                ("matched_by", models.CharField(blank=True, max_length=64)),
                ("matched_at", models.DateTimeField(null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("arrived_at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
                ("standing", models.BooleanField(default=True)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("corrected_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parcels",
                        to="aftersales.case",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="aftersales.parcel",
                    ),
                ),
            ],
            options={
                "ordering": ["-arrived_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
                ("condition", models.CharField(max_length=12)),
                ("complete", models.BooleanField()),
                ("quality", models.CharField(max_length=12)),
                ("pieces", models.JSONField(default=dict)),
                ("ours", models.BooleanField(default=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("result", models.CharField(max_length=12)),
                ("found", models.JSONField(default=list)),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="aftersales.parcel",
                    ),
                ),
            ],
            options={
                "ordering": ["parcel", "id"],
            },
        ),
        migrations.CreateModel(
            name="ParcelPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content_type", models.CharField(max_length=32)),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="aftersales.parcel",
                    ),
                ),
            ],
            options={
                "ordering": ["parcel", "id"],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("side", models.CharField(max_length=12)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("figures", models.JSONField(default=dict)),
                ("note", models.CharField(blank=True, max_length=1000)),
            ],
            options={
                "ordering": ["-day", "side"],
                "constraints": [
                    models.UniqueConstraint(fields=("day", "side"), name="a_side_signs_a_day_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="WrongShipment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("shop", models.CharField(blank=True, max_length=64)),
                ("order_id", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=16)),
                ("what", models.CharField(max_length=300)),
                ("found_by", models.CharField(max_length=16)),
                ("mended", models.CharField(max_length=16)),
                ("cost", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ("sent", models.DateField()),
                ("packer", models.CharField(blank=True, max_length=64)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("standing", models.BooleanField(default=True)),
                ("why", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wrong",
                        to="aftersales.case",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="aftersales.wrongshipment",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.AddIndex(
            model_name="parcel",
            index=models.Index(fields=["standing", "arrived_at"], name="parcel_arrived"),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("standing", True)), fields=("waybill",), name="a_parcel_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="parcelphoto",
            constraint=models.UniqueConstraint(
                fields=("parcel", "sha256"), name="a_photo_once_a_parcel"
            ),
        ),
        migrations.AddIndex(
            model_name="wrongshipment",
            index=models.Index(fields=["standing", "sent"], name="wrong_sent"),
        ),
    ]
