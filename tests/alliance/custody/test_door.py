"""The single door: nothing imports custody but the services of the return desk, and no chain of imports goes round."""

import grimp
import pytest

CUSTODY, DOOR = "riia.alliance.custody", "riia.alliance.returns.services"


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("riia")


def test_only_the_services_of_returns_import_custody(graph: grimp.ImportGraph) -> None:
    inside = {module for module in graph.modules if module.startswith(CUSTODY)}
    importers = {one for module in inside for one in graph.find_modules_that_directly_import(module)} - inside
    assert {one for one in importers if not one.startswith(DOOR)} == set()
    assert importers


def test_no_chain_from_any_page_reaches_custody_but_through_the_door(graph: grimp.ImportGraph) -> None:
    for module in [one for one in graph.modules if one.startswith(DOOR)]:
        graph.remove_module(module)
    inside = {module for module in graph.modules if module.startswith(CUSTODY)}
    reached = {
        module
        for module in inside
        for other in graph.find_upstream_modules(module) | graph.find_downstream_modules(module)
        if other.startswith("riia.") and other not in inside and graph.chain_exists(other, module)
    }
    assert reached == set()
