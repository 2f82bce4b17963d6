"""The Annex A workbook of a day: eleven lists, of what is open or happened in the six or twelve months before it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from riia.indicators.calendar import add_months
from riia.indicators.simulation.chance import age_on, years_after
from riia.indicators.simulation.files import annex_a_words as words
from riia.indicators.simulation.files.sheets import Cell, Row, Sheet, day_first
from riia.indicators.simulation.lives import Care, Child, Leaver, Need, World, open_on, until
from riia.indicators.tables.annex_a import ANNEX_A

_TITLE: Final = "SIMULATED by riia simulate: no real child. Extract date: "
_TEAMS: Final = ("Simulated Front Door", "Simulated Team North", "Simulated Team South", "Simulated Care Team")


def annex_a_sheets(world: World, day: date) -> dict[str, Sheet]:
    """The lists by name, as known on a day of the world's last year."""
    return _Lists(world, day).lists()


@dataclass
class _Lists:
    world: World
    day: date
    _sheets: dict[str, Sheet] = field(default_factory=dict)

    def lists(self) -> dict[str, Sheet]:
        file = f"annex_a_{self.world.place}_{self.day.isoformat()}.xlsx"
        for schema in ANNEX_A.tables:
            names = [column.name for column in schema.columns]
            self._sheets[schema.name] = Sheet(file, schema.name, names, title=f"{_TITLE}{day_first(self.day)}")
        morrow = self.day + timedelta(days=1)
        self._half = add_months(morrow, -6)
        self._year_ago = add_months(morrow, -12)
        self._histories: dict[int, list[Need]] = {}
        for need in self.world.needs:
            if need.referred <= self.day:
                self._histories.setdefault(need.whose.number, []).append(need)
        self._front_door()
        for needs in self._histories.values():
            self._assessed(needs)
            self._enquired(needs)
            self._in_need(needs)
            self._protected(needs)
        for care in self.world.care:
            self._in_care(care)
        for leaver in self.world.leavers:
            self._left(leaver)
        self._adoption()
        return self._sheets

    def _add(self, table: str, child: Child, **cells: Cell) -> Row:
        born: date | None = child.born if child.born <= self.day else None
        sheet = self._sheets[table]
        row: Row = {
            "Child Unique ID": child.identifier,
            "Gender": words.GENDER[child.sex if born else "U"],
            "Ethnicity": words.ETHNICITY[child.ethnicity if born else "NOBT"],
            "Date of Birth": born,
            "Age of Child (Years)": age_on(born, self.day) if born else None,
        }
        if "Does the Child have a Disability" in sheet.headings:
            row["Does the Child have a Disability"] = words.YES_NO[bool(born) and child.disabilities != ("NONE",)]
        if "Allocated Team" in sheet.headings:
            row["Allocated Team"] = _TEAMS[child.worker % len(_TEAMS)]
            row["Allocated Worker"] = f"Simulated Worker {child.worker:03d}"
        row.update(cells)
        sheet.rows.append(row)
        return row

    def _within(self, day: date | None, since: date) -> bool:
        return day is not None and since <= day <= self.day

    def _front_door(self) -> None:
        for contact in self.world.contacts:
            if self._within(contact.day, self._half):
                row = self._add("list_1", contact.child)
                row["Date of Contact"], row["Contact Source"] = contact.day, words.source(contact.source)
        for help_ in self.world.early_help:
            done = help_.completed if help_.completed and help_.completed <= self.day else None
            if help_.started <= self.day and (done is None or done >= self._half):
                row = self._add("list_2", help_.child)
                row["Assessment start date"], row["Assessment completion date"] = help_.started, done
                row["Organisation completing assessment"] = help_.by
        for need in self.world.needs:
            if self._within(need.referred, self._half):
                before = [one.referred for one in self._histories[need.whose.number] if one.referred < need.referred]
                row = self._add("list_3", need.whose)
                row["Date of referral"], row["Referral Source"] = need.referred, words.source(need.source)
                row["Referral NFA?"] = "Yes" if need.nfa else "No"
                recent = sum(need.referred <= years_after(day, 1) for day in before)
                row["Number of Referrals in Last 12 Months"] = recent

    def _assessed(self, needs: list[Need]) -> None:
        for need in needs:
            for one in need.assessments:
                done = one.authorised if one.authorised and one.authorised <= self.day else None
                if one.started > self.day or (done and done < self._half):
                    continue
                served = need.reason not in ("RC8", "RC9")
                row = self._add("list_4", need.whose)
                row["Continuous Assessment Start Date"] = one.started
                row["Child Seen During Continuous Assessment"] = "Yes" if need.whose.born <= self.day else "No"
                row["Continuous Assessment Date of Authorisation"] = done
                row["Was the child assessed as requiring LA children's social care support?"] = (
                    None if done is None else "Yes" if served else "No"
                )

    def _enquired(self, needs: list[Need]) -> None:
        rows: list[tuple[Need, date | None, date | None, bool]] = []
        for need in needs:
            for one in need.enquiries:
                held = one.conference if one.conference and one.conference <= self.day else None
                wanted = one.pending or one.conference is not None
                if one.started <= self.day and (one.started >= self._half or (held or date.min) >= self._half or
                                                (wanted and held is None)):  # fmt: skip
                    rows.append((need, one.started, held, wanted))
            if self._within(need.conference, self._half):
                rows.append((need, None, need.conference, True))
        if not rows:
            return
        begun = [one.started for need in needs for one in need.enquiries]
        held_on = [one.conference for need in needs for one in need.enquiries] + [need.conference for need in needs]
        for need, started, held, wanted in rows:
            plans = [plan.started for plan in need.protection]
            row = self._add("list_5", need.whose)
            row["Strategy discussion initiating Section 47 Enquiry Start Date"] = started
            row["Was an Initial Child Protection Conference deemed unnecessary?"] = "No" if wanted else "Yes"
            row["Date of Initial Child Protection Conference"] = held
            row["Did the Initial Child Protection Conference Result in a Child Protection Plan"] = (
                None if held is None else "Yes" if held in plans else "No"
            )
            row["Number of Section 47 Enquiries in the last 12 months"] = sum(
                day >= self._year_ago for day in until(begun, self.day)
            )
            row["Number of ICPCs in the last 12 months"] = sum(
                day >= self._year_ago for day in until(held_on, self.day)
            )

    def _in_need(self, needs: list[Need]) -> None:
        """The latest episode of a child, if it was open in the six months."""
        able = [need for need in needs if not need.nfa]
        if not able:
            return
        need = max(able, key=lambda one: one.referred)
        closed = need.closed if need.closed and need.closed <= self.day else None
        if closed and closed < self._half:
            return
        row = self._add("list_6", need.whose)
        row["CIN Start Date"], row["Primary Need Code"] = need.referred, words.NEED[need.code]
        seen = (closed or self.day) - timedelta(days=need.whose.number % 20 + 1)
        unborn = need.whose.born > seen
        row["Date Child Was Last Seen"] = None if unborn or seen < need.referred else seen
        row["CIN Closure Date"] = closed
        row["Reason for Closure"] = words.CLOSURE[need.reason] if closed else None
        row["Case Status"] = words.STATUS[self._status(need, closed)]

    def _status(self, need: Need, closed: date | None) -> str:
        if closed:
            return "closed"
        if need.care and need.care.looked_after_on(self.day):
            return "care"
        if any(open_on(plan.started, plan.ended, self.day) for plan in need.protection):
            return "protection"
        if any(open_on(plan.started, plan.ended, self.day) for plan in need.plans):
            return "plan"
        return "assessment"

    def _protected(self, needs: list[Need]) -> None:
        for need in needs:
            for plan in need.protection:
                ended = plan.ended if plan.ended and plan.ended <= self.day else None
                if plan.started > self.day or (ended and ended < self._half):
                    continue
                last = ended or self.day
                visit = max(plan.started, last - timedelta(days=need.whose.number % 10 + 1))
                reviews = [day for day in plan.reviews if day <= last]
                row = self._add("list_7", need.whose)
                row["Child Protection Plan Start Date"] = plan.started
                row["Initial Category of Abuse"] = words.ABUSE[plan.category]
                row["Latest Category of Abuse"] = words.ABUSE[plan.latest]
                row["Date of the Last Statutory Visit"] = visit
                row["Was the Child Seen Alone?"] = words.YES_NO[age_on(need.whose.born, visit) >= 4]
                row["Date of latest review conference"] = reviews[-1] if reviews else None
                row["Child Protection Plan End Date"] = ended
                row[
                    "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)"
                ] = words.YES_NO[False]
                row["Number of Previous Child Protection Plans"] = plan.previous

    def _in_care(self, care: Care) -> None:
        ended = care.ended if care.ended and care.ended <= self.day else None
        if care.began > self.day or (ended and ended < self._half):
            return
        last = ended or self.day
        days = [care.began + timedelta(days=step) for step in (25, 113, *range(291, 4_000, 178))]
        reviews = [day for day in days if day < last]
        row = self._add("list_8", care.child)
        row.update(
            {
                "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)":
                    words.YES_NO[care.child.uasc],
                "Date Started to be Looked After": care.began,
                "Child's Category of Need": words.NEED[care.need],
                "Is this a second or subsequent period of being a Looked After Child within the last 12 months (Y/N)":
                    words.YES_NO[False],
                "Date of Latest Statutory Review": reviews[-1] if reviews else None,
                "Date of Last Social Work Visit": max(care.began, last - timedelta(days=care.child.number % 35 + 1)),
                "What is the permanence plan for this child?": self._permanence(care),
                "Date of Last IRO Visit / Contact to the Child": reviews[-1] if reviews else None,
                "Date Ceased to be Looked After": ended,
                "Reason Ceased to be Looked After": words.CEASED[care.reason] if ended else None,
            }
        )  # fmt: skip
        self._placement(row, care)
        self._away(row, care)
        self._health(row, care, last)
        if ended is None and age_on(care.child.born, self.day) >= 16 and (self.day - care.began).days >= 91:
            self._eligible(care)

    def _placement(self, row: Row, care: Care) -> None:
        """The placement and the legal status on the day, or the last ones."""
        now = [one for one in care.episodes if one.began <= self.day][-1]
        year_ago = self.day - timedelta(days=365)
        near = care.child.number % 3 > 0
        row.update(
            {
                "Start date of current legal status":
                    max(one.began for one in care.episodes if one.began <= now.began and one.rne in "SLB"),
                "Child's Legal Status": words.LEGAL[now.status],
                "Number of Placements in the Last 12 months": sum(
                    one.rne in "SPB" and one.began <= self.day and self._placement_end(care, one.began) > year_ago
                    for one in care.episodes
                ),
                "Start Date of Most Recent Placement":
                    max(one.began for one in care.episodes if one.began <= now.began and one.rne in "SPB"),
                "Placement Type": words.placement(now.place), "Placement Provider": words.PROVIDER[now.provider],
                "Placement postcode": now.post or None, "URN of Placement": now.urn or None,
                "Placement Location": "a) In" if near else "b) Out",
                "LA of Placement": self.world.place if near else "999",
            }
        )  # fmt: skip

    def _away(self, row: Row, care: Care) -> None:
        """Incidents of the last twelve months, and the interview after the last."""
        gone = [one for one in care.missing if self._within(one.started, self._year_ago)]
        away = [one for one in gone if one.kind == "M"]
        where = "from their Placement in the last 12 months"
        row[f"Number of Episodes the Child has been 'Missing' {where}"] = len(away)
        row[f"Number of Episodes the Child has been 'Absent' {where}"] = len(gone) - len(away)
        if away:
            after = "a Return Interview after their last missing episode (Y/N)?"
            row[f"Was the child offered {after}"] = words.YES_NO[away[-1].offered]
            row[f"Did the child accept {after}"] = words.YES_NO[away[-1].accepted]

    def _placement_end(self, care: Care, began: date) -> date:
        """When a placement that began on a day ended: at the next change of placement."""
        later = [one.began for one in care.episodes if one.began > began and one.rne in "PB"]
        return min([*later, care.ended or date.max])

    def _permanence(self, care: Care) -> str:
        if care.adoption:
            return "b) Adoption"
        if age_on(care.child.born, self.day) >= 16:
            return "d) Supported living in the community"
        return "a) Return to family" if (self.day - care.began).days < 240 else "f) Long-term fostering"

    def _health(self, row: Row, care: Care, last: date) -> None:
        """The last health assessment and dental check, both in care; in a whole year in care as OC2 will tell."""
        room = (last - care.began).days - 15
        done = care.checked.get(self.world.year)
        young = age_on(care.child.born, last) < 5
        for heading, name, turn in (
            ("Date of Last Health Assessment", "HEALTH_ASSESSMENT", 13),
            ("Date of Last Dental Check", "TEETH_CHECK", 29),
        ):
            recent = care.child.number * turn % (170 if young else 340) + 1
            back = recent if done is None or name in done else 400 + recent
            if back < room:
                row[heading] = last - timedelta(days=back)

    def _left(self, leaver: Leaver) -> None:
        if leaver.left > self.day or age_on(leaver.child.born, self.day) < 16:
            return
        category = "former relevant" if age_on(leaver.child.born, self.day) >= 18 else "relevant"
        where, suits = words.home(leaver.accommodation)
        row = self._add("list_9", leaver.child)
        reviewed = self.day - timedelta(days=leaver.child.number % 170)
        contact = self.day - timedelta(days=leaver.child.number % 50 + (1 if leaver.in_touch else 120))
        row.update(
            {
                "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)":
                    words.YES_NO[leaver.child.uasc],
                "Allocated Personal Advisor": f"Simulated Adviser {leaver.child.worker:03d}",
                "Eligibility Category": words.CATEGORY[category],
                "Latest Pathway Plan Review Date": max(leaver.left, reviewed),
                "LA in Touch": "a) In touch" if leaver.in_touch else "b) Not in touch",
                "Latest Date of Contact": contact,
                "Type of Accommodation": where, "Suitability of Accommodation": suits,
                "Activity Status": words.ACTIVITY[leaver.activity],
            }
        )  # fmt: skip
        if not leaver.in_touch:
            row["Type of Accommodation"] = row["Activity Status"] = None
            row["Suitability of Accommodation"] = "c) Not in touch or not recorded"

    def _eligible(self, care: Care) -> None:
        """16 or 17, in care for 13 weeks and still looked after."""
        uasc = "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)"
        row = self._add("list_9", care.child)
        row[uasc] = words.YES_NO[care.child.uasc]
        row["Allocated Personal Advisor"] = f"Simulated Adviser {care.child.worker:03d}"
        row["Eligibility Category"] = words.CATEGORY["eligible"]

    def _adoption(self) -> None:
        for care in self.world.care:
            way = care.adoption
            if way is None or way.decided > self.day or way.adopted < self._year_ago:
                continue
            row = self._add("list_10", care.child)
            row["Family identifier"] = f"SIMF{way.family}"
            row["Date the Child Entered Care"] = way.entered
            for heading, day in (
                ("Date of Decision that Child Should be Placed for Adoption", way.decided),
                ("Date of Placement Order", way.ordered),
                ("Date of Matching Child and Prospective Adopters", way.matched),
                ("Date Placed for Adoption", way.placed),
                ("Date of Adoption Order", way.adopted),
            ):
                row[heading] = day if day <= self.day else None
        headings = self._sheets["list_11"].headings
        for one in self.world.adopters:
            if one.days[0] is None or one.days[0] > self.day or (one.adopted or date.max) < self._year_ago:
                continue
            row = {
                "Individual adopter identifier": f"SIMA{one.number:06d}", "Family identifier": f"SIMF{one.family}",
                "Gender": words.GENDER[one.sex], "Ethnicity": words.ETHNICITY[one.ethnicity],
                "Disability": words.YES_NO[False],
                "Is the (prospective) adopter fostering for adoption?": words.YES_NO[False],
            }  # fmt: skip
            row.update(
                {name: d if d and d <= self.day else None for name, d in zip(headings[6:15], one.days, strict=True)}
            )
            placed = bool(one.placed and one.days[8] and one.days[8] <= self.day)
            row["No. of children placed"] = one.placed if placed else 0
            row["Date of Adoption Order"] = one.adopted if one.adopted and one.adopted <= self.day else None
            left = one.left if one.left and one.left <= self.day else None
            row["Date of leaving adoption process"] = left
            row["Reason for leaving adoption process"] = "a) Withdrew" if left else None
            self._sheets["list_11"].rows.append(row)
