"""The targets table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("shop", models.CharField(max_length=64)),
                ("metric", models.CharField(max_length=64)),
                ("value", models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                ("signed_by", models.CharField(max_length=150)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "indexes": [
                    models.Index(fields=["shop", "metric", "at"], name="board_target_shop_metric")
                ],
            },
        ),
    )
