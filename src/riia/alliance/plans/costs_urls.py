"""Addresses of the plan's money and time: costs, spending, links, simulator, comparison, appendices, line of sight."""

from django.urls import path

from riia.alliance.plans.views import appendices, comparison, costs, costs_sight, entering_costs, simulator, spending

patterns = [
    path("plan/costs/", costs.costs, name="costs"),
    path("plan/costs/sheets/<uuid:reference>/", entering_costs.cost_sheet, name="cost_sheet"),
    path("plan/costs/sheets/<uuid:reference>/discard/", entering_costs.discard_costs, name="discard_costs"),
    path("plan/costs/lines/<uuid:reference>/", costs.line, name="cost_line"),
    path("plan/costs/lines/<uuid:reference>/waits/", costs.waits, name="cost_waits"),
    path("plan/costs/lines/<uuid:reference>/enter/", spending.enter, name="enter_spending"),
    path("plan/spending/", spending.spending, name="spending"),
    path("plan/spending/entries/<uuid:reference>/correct/", spending.correct, name="correct_spending"),
    path("plan/spending/virements/<uuid:reference>/", spending.virement, name="virement"),
    path("plan/spending/sheets/<uuid:reference>/move/", spending.propose, name="propose_virement"),
    path("plan/spending/sheets/<uuid:reference>/limit/", spending.limit, name="virement_limit"),
    path("plan/dependencies/", simulator.dependencies, name="dependencies"),
    path("plan/dependencies/new/", simulator.add, name="add_dependency"),
    path("plan/dependencies/<uuid:reference>/remove/", simulator.remove, name="remove_dependency"),
    path("plan/simulator/", simulator.simulator, name="simulator"),
    path("plan/simulator/timeline.<str:form>", simulator.chart, name="simulator_chart"),
    path("plan/compare/", comparison.compare, name="compare"),
    path("plan/compare/documents/", comparison.documents, name="compare_documents"),
    path("plan/appendices/", appendices.appendices, name="appendices"),
    path("plan/appendices.<str:form>", appendices.download, name="appendices_download"),
    path("plan/line-of-sight/", costs_sight.line_of_sight_page, name="line_of_sight"),
]
