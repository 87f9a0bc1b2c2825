from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="job",
            name="kind",
            field=models.CharField(
                choices=[
                    ("import", "导入文件"),
                    ("refresh", "更新指标"),
                    ("check", "核对缓存与重算"),
                    ("preview", "试算口径变更"),
                    ("questions", "整理买家的问题"),
                ],
                max_length=16,
            ),
        ),
    ]
