"""Journeys of alliances: settling what a document's words mean, entering a council's term dates, with keys alone."""

import re
from collections.abc import Callable
from contextlib import closing

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.keyboard import Keyboard

type Check = Callable[[Page], None]
type SignIn = Callable[[str], Page]

PHONE, DESK = {"width": 375, "height": 800}, {"width": 1280, "height": 900}


def on_both(page: Page, accessible: Check) -> None:
    """Nothing wrong at a desk or on a phone."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        accessible(page)


def tab_to(page: Page, name: str, role: str = "link") -> None:
    """Go on with the tab key until something of this name has the focus: no pointer, and nothing is out of reach."""
    wanted = page.get_by_role(role, name=name, exact=True)
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{name} cannot be reached by the tab key on {page.url}")


def type_days(page: Page, days: dict[str, str]) -> None:
    """Fill dates given as "2 9 2026" into the boxes of their fields."""
    for label, day in days.items():
        group = page.get_by_role("group", name=label)
        for box, text in zip(("Day", "Month", "Year"), day.split(), strict=True):
            group.get_by_label(box).fill(text)


def test_a_coordinator_settles_what_a_document_leaves_open(
    sign_in: SignIn, page: Page, accessible: Check, demo: Demo
) -> None:
    # The demonstration has settled it, as its rounds rest on it; here it is as the plan leaves it.
    with closing(demo.database()) as database, database:
        database.execute(
            "UPDATE places_rhythm SET frequency = '', period_kind = '', settled_because = '' "
            "WHERE written = 'termly (quarterly)'"
        )
    sign_in("Rosalind Trevena")
    Keyboard(page).go_to(page.locator("summary", has_text="more")).press("Enter")
    on_both(page, accessible)
    tab_to(page, "Settle what “termly (quarterly)” means: Core indicators, through the alliance, South West")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What does “termly (quarterly)” mean?")
    on_both(page, accessible)

    tab_to(page, "Settle", "button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Select what is meant")
    on_both(page, accessible)

    page.keyboard.press("Tab")  # the first problem in the summary, which has the focus
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    expect(page.get_by_label("Every school term, each for an academic term")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Agreed by the RIIA board on 3 June 2026.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Settled. Core indicators, through the alliance: every school")
    expect(page.get_by_role("heading", level=1)).to_have_text("South West: the alliance and its councils")
    settled = page.get_by_role("region", name="How often boards meet and data is returned")
    expect(settled).to_contain_text("Agreed by the RIIA board on 3 June 2026. Settled by Rosalind Trevena")
    on_both(page, accessible)
    page.goto("/")
    expect(page.get_by_role("main")).not_to_contain_text("termly (quarterly)")


def test_two_readings_stand_side_by_side_for_everybody(sign_in: SignIn, page: Page, accessible: Check) -> None:
    sign_in("Naomi Field")
    page.get_by_role("region", name="Go to").get_by_role("link", name="Alliances").press("Enter")
    on_both(page, accessible)
    page.get_by_role("main").get_by_role("link", name="East Midlands", exact=True).press("Enter")
    readings = page.get_by_role("list", name="What it can mean").get_by_role("listitem")
    expect(readings).to_have_text([re.compile("Twice a year"), re.compile("Every two years")])
    first, second = (readings.nth(number).bounding_box() for number in (0, 1))
    assert first
    assert second
    assert first["y"] == second["y"], "side by side at a desk"
    expect(page.get_by_role("button", name="Settle this")).to_have_count(0)
    expect(page.get_by_text("for North Northamptonshire and West Northamptonshire")).to_be_visible()
    on_both(page, accessible)


def test_a_performance_lead_enters_the_term_dates(sign_in: SignIn, page: Page, accessible: Check) -> None:
    sign_in("Tom Penrose")
    page.goto("/places/801/terms/")
    expect(page.get_by_text("the national term boundaries stand in").first).to_be_visible()
    on_both(page, accessible)
    page.get_by_role("button", name=re.compile("^Enter the dates for")).first.press("Enter")
    heading = page.get_by_role("heading", level=1).inner_text()
    found = re.search(r"Bristol’s term dates for (\d{4})/\d\d", heading)
    assert found, heading
    year = int(found[1])
    days = {
        "First day of the autumn term": f"2 9 {year}",
        "Last day of the autumn term": f"18 Dec {year}",
        "First day of the spring term": f"4 1 {year}",  # the usual slip in January
        "Last day of the spring term": f"26 3 {year + 1}",
        "First day of the summer term": f"12 April {year + 1}",
        "Last day of the summer term": f"21 7 {year + 1}",
    }
    type_days(page, days)
    page.get_by_label("Where are these dates published?").fill("Term dates on the council’s website")
    page.get_by_role("button", name="Save the term dates").press("Enter")
    problem = page.get_by_role("alert").get_by_role("link")
    expect(problem).to_have_text(re.compile("First day of the spring term must be in the academic year"))
    on_both(page, accessible)

    problem.press("Enter")
    spring = page.get_by_role("group", name="First day of the spring term")
    expect(spring.get_by_label("Day")).to_be_focused()
    spring.get_by_label("Year").fill(str(year + 1))
    page.get_by_role("button", name="Save the term dates").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The term dates are saved.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bristol’s term dates")
    expect(page.get_by_role("main")).to_contain_text("Published: Term dates on the council’s website. Entered by Tom")
    on_both(page, accessible)

    page.get_by_role("link", name="South West", exact=True).press("Enter")
    expect(page.get_by_role("row", name=re.compile("^Bristol"))).to_contain_text("Entered by Bristol")
    expect(page.get_by_role("main")).to_contain_text("1 of 15 councils have entered their term dates")


def test_a_coordinator_enters_them_for_a_council_without_scripts(browser: Browser, demo: Demo) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=demo.url)
    try:
        page = context.new_page()
        page.goto("/sign-in/demo/")
        page.get_by_role("button", name=re.compile("Helen Whitlock")).click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        page.goto("/alliances/E12000004/")
        page.get_by_role("link", name=re.compile("Not entered by Rutland")).click()
        page.get_by_role("button", name=re.compile("^Enter the dates for")).last.click()
        found = re.search(r"Rutland’s term dates for (\d{4})", page.get_by_role("heading", level=1).inner_text())
        assert found
        year = int(found[1])
        address = "https://rutland.example.org/schools-and-learning/" + "term-dates-and-holidays-" * 8
        page.get_by_role("button", name="Save the term dates").click()
        expect(page.get_by_role("alert").get_by_role("link")).to_have_count(7)
        type_days(page, {
            "First day of the autumn term": f"2 9 {year}", "Last day of the autumn term": f"18 12 {year}",
            "First day of the spring term": f"4 1 {year + 1}", "Last day of the spring term": f"26 3 {year + 1}",
            "First day of the summer term": f"12 4 {year + 1}", "Last day of the summer term": f"21 7 {year + 1}",
        })  # fmt: skip
        page.get_by_label("Where are these dates published?").fill(address)
        page.get_by_role("button", name="Save the term dates").click()
        expect(page.get_by_role("alert")).to_contain_text("The term dates are saved.")
        expect(page.get_by_role("link", name=address)).to_be_visible()
        page.set_viewport_size(PHONE)
        assert page.locator("html").evaluate("page => page.scrollWidth <= page.clientWidth"), "a long address breaks"
    finally:
        context.close()


def test_another_councils_dates_are_read_not_changed(sign_in: SignIn, page: Page, accessible: Check) -> None:
    sign_in("Priya Nair")
    page.goto("/places/856/terms/")
    expect(page.get_by_role("button", name=re.compile("Enter the dates"))).to_have_count(0)
    expect(page.get_by_text("performance lead or an officer enters them")).to_be_visible()
    page.goto("/places/856/terms/2026/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You do not have access to this page")
    expect(page.get_by_text("Leicester’s term dates are entered by the council")).to_be_visible()
    accessible(page)
