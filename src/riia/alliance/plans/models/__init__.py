"""Plans and their versions down to measures; evidence; what was decided about them; what changed."""

from riia.alliance.plans.models.costs import (
    CostExemption,
    CostHeading,
    CostLine,
    CostPackages,
    CostQuarter,
    CostSheet,
)
from riia.alliance.plans.models.decisions import Change, Exemption, Override
from riia.alliance.plans.models.dependencies import Dependency
from riia.alliance.plans.models.evidence import Evidence, EvidenceFile, EvidenceFor, EvidencePart
from riia.alliance.plans.models.measures import CrossReference, Instance, Kpi, Measure, SameEvidence
from riia.alliance.plans.models.plan import Activity, ActivityNote, Area, Plan, PlanVersion, Strand, SubRequirement
from riia.alliance.plans.models.spending import Spending, Virement
from riia.alliance.plans.models.surroundings import Aim, AimKpi, Risk

__all__ = [
    "Activity",
    "ActivityNote",
    "Aim",
    "AimKpi",
    "Area",
    "Change",
    "CostExemption",
    "CostHeading",
    "CostLine",
    "CostPackages",
    "CostQuarter",
    "CostSheet",
    "CrossReference",
    "Dependency",
    "Evidence",
    "EvidenceFile",
    "EvidenceFor",
    "EvidencePart",
    "Exemption",
    "Instance",
    "Kpi",
    "Measure",
    "Override",
    "Plan",
    "PlanVersion",
    "Risk",
    "SameEvidence",
    "Spending",
    "Strand",
    "SubRequirement",
    "Virement",
]
