"""Addresses of the plan itself: KPIs, evidence, decisions and lists."""

from django.urls import path

from riia.alliance.plans.views import decisions, entering, entering_costs, evidence, kpis, lists, overview, versions

patterns = [
    path("plan/", overview.home, name="home"),
    path("plan/due/", lists.due, name="due"),
    path("plan/activities/", lists.activities, name="activities"),
    path("plan/aims/", lists.aims, name="aims"),
    path("plan/risks/", lists.risks, name="risks"),
    path("plan/risks/<uuid:reference>/close/", lists.close_risk, name="close_risk"),
    path("plan/changes/", lists.changes, name="changes"),
    path("plan/owners/", decisions.owners, name="owners"),
    path("plan/download/", overview.download, name="download"),
    path("plan/exemptions/", decisions.exemptions, name="exemptions"),
    path("plan/exemptions/new/", decisions.propose, name="propose_exemption"),
    path("plan/exemptions/<uuid:reference>/", decisions.exemption, name="exemption"),
    path("plan/evidence/", evidence.waiting, name="to_review"),
    path("plan/evidence/<uuid:reference>/", evidence.evidence, name="evidence"),
    path("plan/evidence/<uuid:reference>/file/", evidence.file, name="evidence_file"),
    path("plan/evidence/<uuid:reference>/again/", evidence.again, name="evidence_again"),
    path("plan/kpis/<uuid:reference>/", kpis.kpi, name="kpi"),
    path("plan/kpis/<uuid:reference>/evidence/", evidence.record, name="record"),
    path("plan/kpis/<uuid:reference>/override/", decisions.override, name="override"),
    path("plan/kpis/<uuid:reference>/dates/", decisions.dates, name="dates"),
    path("plan/kpis/<uuid:reference>/instances/", decisions.instances, name="instances"),
    path("plan/kpis/<uuid:reference>/no-money/", entering_costs.no_money, name="no_money"),
    path("plan/enter/<uuid:reference>/", entering.enter, name="enter"),
    path("plan/enter/<uuid:reference>/costs/", entering_costs.enter_costs, name="enter_costs"),
    path("plan/versions/<uuid:reference>/", versions.version, name="version"),
    path("plan/versions/<uuid:reference>/force/", versions.force, name="force"),
    path("plan/versions/<uuid:reference>/discard/", versions.discard, name="discard"),
]
