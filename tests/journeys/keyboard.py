"""A person at the keyboard: no pointer, and nothing is used that the tab key cannot reach."""

import re

from playwright.sync_api import Locator, Page, expect

# What a person can use on a page; of a group of radio buttons the tab key stops at one.
USABLE = """() => {
  const kinds = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const groups = new Set();
  return [...document.querySelectorAll(kinds)].filter(element => {
    if (element.disabled || element.type === 'hidden' || !element.checkVisibility()) return false;
    if (element.type !== 'radio') return true;
    const first = !groups.has(element.name);
    groups.add(element.name);
    return first;
  }).length;
}"""
FOCUSED = """() => {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
  const seen = (each) => {
    const look = getComputedStyle(each);
    return look.outlineStyle !== 'none' || look.boxShadow !== 'none';
  };
  const shown = element.type === 'radio' || element.type === 'checkbox'
    ? getComputedStyle(element.nextElementSibling, '::before').boxShadow !== 'none' || seen(element) : seen(element);
  window.stops = window.stops || [];
  const again = window.stops.includes(element) || element === document.body;
  window.stops.push(element);
  return {again, shown, inside: box.width > 0 && box.height > 0, what: element.outerHTML.slice(0, 120)};
}"""
# Whether pressing a thing brings another page; a passkey's form is sent by its script, once the person has answered.
LEAVES = """element => element.matches('a[href]')
  ? !element.getAttribute('href').startsWith('#')
  : element.type === 'submit' && element.form !== null && !element.closest('[data-passkey]')"""


class Keyboard:
    """Uses a page with keys alone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, target: Locator) -> Locator:
        """Put the focus on something, and hold that the tab key could have."""
        target.focus(timeout=20_000)
        expect(target).to_be_focused()
        assert target.evaluate("element => element.tabIndex") >= 0, f"{target} is out of reach of the tab key"
        return target

    def press(self, name: str | re.Pattern[str], role: str = "button", within: Locator | None = None) -> None:
        """Press a button, or follow a link, by its name; when that brings another page, it is there at the end."""
        target = self._named(role, name, within)
        if not target.evaluate(LEAVES):
            target.press("Enter")
            return
        self.page.evaluate("document.documentElement.setAttribute('data-left', '')")
        target.press("Enter")
        self.page.locator("html:not([data-left])").wait_for()
        self.page.wait_for_load_state()

    def follow(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        self.press(name, "link", within)

    def need(self, name: str | re.Pattern[str]) -> None:
        """Follow what the home page says needs the person, be it among the first seven or folded away."""
        link = self.page.get_by_role("link", name=name, exact=isinstance(name, str), include_hidden=True)
        if not link.is_visible():
            self.go_to(self.page.locator("summary", has_text=" more")).press("Enter")
        self.follow(name)

    def take(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Follow a link that gives a file: the page stays."""
        self._named("link", name, within).press("Enter")

    def _named(self, role: str, name: str | re.Pattern[str], within: Locator | None) -> Locator:
        place = within or self.page
        return self.go_to(place.get_by_role(role, name=name, exact=isinstance(name, str)))

    def type(self, label: str, text: str, within: Locator | None = None) -> None:
        """Write over what a field holds."""
        field = self.go_to((within or self.page).get_by_label(label, exact=True))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(text)
        expect(field).to_have_value(text)

    def type_day(self, label: str, day: int, month: int, year: int) -> None:
        group = self.page.get_by_role("group", name=label)
        for box, value in (("Day", day), ("Month", month), ("Year", year)):
            self.type(box, str(value), within=group)

    def choose(self, label: str, option: str) -> None:
        """Choose from a list by typing what the choice begins with."""
        field = self.go_to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(option)
        assert field.evaluate("list => list.selectedOptions[0].label") == option

    def tick(self, label: str | re.Pattern[str]) -> None:
        """Tick a box or choose a radio button."""
        box = self.go_to(self.page.get_by_label(label))
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def round_trip(self) -> int:
        """Go through the page by the tab key; gives how many stops there are.

        Each stop shows that it has the focus, and every thing a person can use is one.
        """
        usable = self.page.evaluate(USABLE)
        self.page.evaluate("document.activeElement.blur(); window.stops = []; window.scrollTo(0, 0)")
        stops = 0
        while stops <= usable:
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            if focused["again"]:
                break
            stops += 1
            assert focused["inside"], f"the focus is on something unseen: {focused['what']}"
            assert focused["shown"], f"nothing shows that this has the focus: {focused['what']}"
        assert stops == usable, f"{stops} stops for {usable} things to use on {self.page.url}"
        return stops
