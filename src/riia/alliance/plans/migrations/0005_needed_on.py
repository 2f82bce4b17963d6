from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_entering")]

    operations = [
        migrations.AddField(
            model_name="dependency",
            name="needed_on",
            field=models.DateField(
                blank=True, help_text="By when the second needs the first; blank: by its due date.", null=True
            ),
        ),
    ]
