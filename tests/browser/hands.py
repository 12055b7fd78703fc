"""Three ways to work a page, with the same verbs: by mouse, by touch, and by keyboard only."""

from typing import ClassVar

MOST_TABS = 12
# Where an element is from the focus: there, so many cells away, in the same group, or
# before or behind.
WHERE = """target => {
    const focused = document.activeElement;
    if (focused === target) return 'there';
    const grid = focused.closest('.cells');
    if (grid?.contains(target))
        return ['i', 'j'].map(axis => target.dataset[axis] - focused.dataset[axis]);
    const before = focused.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING;
    if (!focused.closest('[role=toolbar], .cap')?.contains(target))
        return before ? 'Shift+Tab' : 'Tab';
    return before ? 'ArrowLeft' : 'ArrowRight';
}"""
WIDE = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def middle(locator):
    """Scroll an element to where nothing lies over it; return its middle."""
    return locator.evaluate(
        """one => {
             one.scrollIntoView({ block: "center" });
             const { x, y, width, height } = one.getBoundingClientRect();
             return [x + width / 2, y + height / 2];
           }"""
    )


def spot(locator, index):
    """Return the place on a slider where the thumb stands at an index."""
    most = int(locator.get_attribute("max"))
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    thumb = 16
    x = box["x"] + thumb / 2 + (box["width"] - thumb) * index / most
    return x, box["y"] + box["height"] / 2


class Mouse:
    """Click, hover and type; a bright wide page."""

    context: ClassVar = {**WIDE, "color_scheme": "light"}

    def __init__(self, page):
        self.page = page

    def press(self, locator):
        locator.click()

    def choose(self, locator):
        locator.click()

    def write(self, locator, text):
        locator.click(click_count=3)
        self.page.keyboard.type(text)

    def point(self, locator):
        locator.hover()

    def slide(self, locator, index):
        self.page.mouse.click(*spot(locator, index))

    def drag(self, x, y, *moves):
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for right, down in moves:
            self.page.mouse.move(x + right, y + down)
        self.page.mouse.up()

    def pick(self, locator, index):
        # the open list is the browser's own and no part of the page
        locator.select_option(index=index)


class Touch(Mouse):
    """Tap; text comes from an on-screen keyboard; a dark narrow page."""

    context: ClassVar = {**PHONE, "color_scheme": "dark"}

    def __init__(self, page):
        super().__init__(page)
        self.session = page.context.new_cdp_session(page)

    def _touch(self, kind, *places):
        points = [{"x": x, "y": y} for x, y in places]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def drag(self, x, y, *moves):
        self._touch("touchStart", (x, y))
        for right, down in moves:
            self._touch("touchMove", (x + right, y + down))
        self._touch("touchEnd")

    def press(self, locator):
        locator.tap()

    def choose(self, locator):
        locator.tap()

    def write(self, locator, text):
        locator.tap()
        locator.select_text()
        self.page.keyboard.insert_text(text)

    def point(self, locator):
        locator.tap()

    def slide(self, locator, index):
        self.page.touchscreen.tap(*spot(locator, index))


class Keys:
    """Tab, arrows, Enter, Space and text, no pointer at all; a bright narrow page."""

    context: ClassVar = {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"}

    def __init__(self, page):
        self.page = page

    def reach(self, locator):
        """Press Tab up to the element, or up to its group or grid and then the arrows."""
        tabs = 0
        while (at := locator.evaluate(WHERE)) != "there":
            if at in ("Tab", "Shift+Tab"):
                assert tabs < MOST_TABS, f"{MOST_TABS} times Tab do not lead to {locator}"
                self.page.keyboard.press(at)
                tabs += 1
            elif at in ("ArrowLeft", "ArrowRight"):
                self.page.keyboard.press(at)
            else:
                self._walk(*at)

    def _walk(self, down, right):
        for count, keys in ((down, ("ArrowUp", "ArrowDown")), (right, ("ArrowLeft", "ArrowRight"))):
            for _ in range(abs(count)):
                self.page.keyboard.press(keys[count > 0])

    def press(self, locator):
        """Press a button; a field's − and + are the arrows of the field."""
        field = locator.locator("xpath=parent::*[@class='stepper']/input")
        if field.count():
            self.reach(field)
            less = locator.get_attribute("aria-label").endswith("less")
            self.page.keyboard.press("ArrowDown" if less else "ArrowUp")
            return
        self.reach(locator)
        self.page.keyboard.press("Enter")

    def choose(self, locator):
        """Switch a box with Space; go to one of several choices with the arrows."""
        if locator.get_attribute("type") == "checkbox":
            self.reach(locator)
            self.page.keyboard.press("Space")
            return
        group = locator.locator("xpath=ancestor::fieldset").locator("input")
        stop = next((one for one in group.all() if one.is_checked()), group.first)
        self.reach(stop)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if locator.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not choose {locator}")

    def write(self, locator, text):
        self.reach(locator)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def point(self, locator):
        self.reach(locator)

    def slide(self, locator, index):
        self.reach(locator)
        self.page.keyboard.press("Home")
        for _ in range(index):
            self.page.keyboard.press("ArrowUp")

    def pick(self, locator, index):
        self.reach(locator)
        self.page.keyboard.press("Home")
        for _ in range(index):
            self.page.keyboard.press("ArrowDown")


HANDS = (Mouse, Touch, Keys)
