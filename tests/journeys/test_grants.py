"""The journey of a grant letter, with keys alone: nine regions worked out again, before and after it took effect."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.seen import heading

type Check = Callable[..., None]
type SignIn = Callable[..., Page]

GRANT = "Regional Improvement Alliance Investment, 2023-24"


def test_the_variation_of_2023_worked_out_again_before_and_after(
    sign_in: SignIn, page: Page, accessible: Check
) -> None:
    sign_in("Rosalind Trevena")
    keys = Keyboard(page)
    keys.follow("Money", page.get_by_role("navigation", name="Main"))
    accessible(page, narrow=True)
    keys.follow(GRANT)
    heading(page, "South West gets £270,000 for 2023-24, £48,000 more than before 14 December 2023")
    accessible(page, narrow=True)
    keys.follow("See every row worked out again")
    heading(page, "All 9 rows come out as stated, £2,662,000 in all; line 3a is £400 more than its own working")
    own = page.get_by_role("region", name="South West: agrees")
    expect(own.get_by_text("15 councils × £3,200 = £48,000", exact=True)).to_be_visible()
    expect(own.get_by_text("£222,000 + £48,000 = £270,000, as stated.")).to_be_visible()
    expect(page.get_by_text("9 regions × £10,000 = £90,000 paid to South East", exact=True)).to_be_visible()
    accessible(page, narrow=True)
    page.go_back()
    keys.follow("13 December 2023")
    heading(page, "South West gets £222,000 for 2023-24")
    expect(page).to_have_url(re.compile(r"\?at=2023-12-13$"))
    expect(page.get_by_text("no earlier is held")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^All"))).to_contain_text("£2,156,800.00")
    keys.type("Show another day, such as 1 December 2023", "14 December 2023")
    keys.press("Show")
    heading(page, "South West gets £270,000 for 2023-24, £48,000 more than before 14 December 2023")
    expect(page.get_by_role("row", name=re.compile("^All"))).to_contain_text("£2,662,000.00")
