"""No dead files: every module is reached from an entry point, every template is named somewhere."""

import re
from pathlib import Path

import grimp
from django.conf import settings

SOURCE = Path(__file__).resolve().parents[2] / "src" / "riia"
# What is started by a person or by the framework's own naming rules.
ENTRY = re.compile(
    r"riia\.(cli|__main__|commands\.\w+|demo\.__main__|demo\.published|indicators\.(reference\.build|\w+\.pages)"
    r"|alliance\.config\.(settings|wsgi|urls|__main__)"
    r"|alliance\.\w+\.(apps|models|models\.\w+|management\.commands\.\w+|migrations\.\w+))$"
)
SETTINGS_NAMES = re.compile(r"riia\.[\w.]+")


def test_every_module_is_reached_from_an_entry_point() -> None:
    graph = grimp.build_graph("riia")
    reached = {module for module in graph.modules if ENTRY.match(module)} | _named_in_settings(graph.modules)
    queue = list(reached)
    while queue:
        for found in graph.find_modules_directly_imported_by(queue.pop()) - reached:
            reached.add(found)
            queue.append(found)
    packages = {module for module in graph.modules if any(other.startswith(module + ".") for other in graph.modules)}
    assert sorted(graph.modules - reached - packages) == []


def test_every_template_is_named_somewhere() -> None:
    folders = [Path(folder) for folder in settings.TEMPLATES[0]["DIRS"]]
    templates = {str(path.relative_to(folder)): path for folder in folders for path in folder.rglob("*.*")}
    text = {path: path.read_text(encoding="utf-8") for path in [*SOURCE.rglob("*.py"), *templates.values()]}
    third_party = ("account/", "mfa/", "socialaccount/", "usersessions/", "429.html")
    orphans = [
        name
        for name, own in templates.items()
        if not name.startswith(third_party)
        and not any(name in content for path, content in text.items() if path != own)
    ]
    assert orphans == []


def _named_in_settings(modules: set[str]) -> set[str]:
    """Modules that settings, root addresses, apps and the command line name by dotted path rather than import."""
    named = set()
    for path in [SOURCE / "cli.py", *(SOURCE / "alliance/config").glob("*.py"), *SOURCE.rglob("apps.py")]:
        for dotted in SETTINGS_NAMES.findall(path.read_text(encoding="utf-8")):
            while dotted and dotted not in modules:
                dotted = dotted.rpartition(".")[0]
            named.add(dotted)
    return named - {""}
