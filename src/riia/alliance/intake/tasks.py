"""Reading documents that take long, in the background. Safe to run twice."""

from django.tasks import task

from riia.alliance.intake.models import Paper


@task
def read_paper(paper: int) -> str:
    """Read a document that waits."""
    from riia.alliance.intake import services  # here rather than above: the services put this task in line

    return services.read(paper=Paper.objects.get(pk=paper)).state
