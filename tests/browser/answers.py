"""A question of the book answered by mouse and by keys, as `hands` works a figure."""

import json

# What a reader sees of a question: what is said, whether the hint and the answer are shown.
STATE = """(box, hint) => [box.querySelector('[role=status]').textContent,
    hint !== '' && box.innerText.includes(hint), box.querySelector('details.answer').open]"""

# What is asked, and where the fields and then the button are.
ASKED = """box => {
    box.scrollIntoView({ block: 'center' });
    const places = [...box.querySelectorAll('input'), box.querySelector('button')].map(one => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return [x + width / 2, y + height / 2];
    });
    return [JSON.parse(box.querySelector('script[data-predict]').textContent), places];
}"""
CHOSEN = "(chosen)"


def data(box):
    return json.loads(box.locator("script").text_content())


def enter(box, numbers):
    """Type or choose an answer by keyboard alone, and commit to it."""
    keyboard = box.page.keyboard
    if (radios := box.get_by_role("radio")).count():
        radios.nth(int(numbers[0])).focus()
        keyboard.press("Space")
        keyboard.press("Tab")
    else:
        box.locator("input").first.focus()
        for n in numbers:
            keyboard.press("Control+A")
            keyboard.type(f"{n:g}")
            keyboard.press("Tab")
    keyboard.press("Enter")  # on the button, which comes after the last field
    return box.get_by_role("status").inner_text()


def contents(question, numbers):
    """Return what is in each field when these numbers are entered, or this option is chosen."""
    if question["asks"] == "choice":
        return [CHOSEN * (at == numbers[0]) for at in range(len(question["options"]))]
    return [f"{n:g}" for n in numbers]


def click(page, places, before, after):
    """Click each field that differs and type into it, or click an option; then the button."""
    *fields, button = places
    for place, old, new in zip(fields, before, after, strict=True):
        if new not in ("", old):
            page.mouse.click(*place, click_count=3 if old else 1)  # thrice selects what is there
            if new != CHOSEN:
                page.keyboard.insert_text(new)
    page.mouse.click(*button)


def press_back(page, places, before, after):
    """Go from the button back to the fields with Tab, change what differs, and press Enter."""
    if CHOSEN in after:
        page.keyboard.press("Shift+Tab")
        press_on(page, places, before, after)
        return
    for old, new in reversed(list(zip(before, after, strict=True))):
        page.keyboard.press("Shift+Tab")  # which selects what is there
        if new != old:
            page.keyboard.insert_text(new)
    page.keyboard.press("Enter")


def press_on(page, places, before, after):
    """Go on with Tab from the first field, or with arrows from what is chosen, if anything is."""
    if CHOSEN in after:
        if CHOSEN not in before:
            page.keyboard.press("Space")
        steps = after.index(CHOSEN) - (before.index(CHOSEN) if CHOSEN in before else 0)
        for _ in range(steps % len(after)):
            page.keyboard.press("ArrowDown")
    else:
        last = max(i for i, old in enumerate(before) if old != after[i])
        for index, new in enumerate(after[: last + 1]):
            page.keyboard.press("Tab" if index else "Control+A")
            if new != before[index]:
                page.keyboard.insert_text(new)
    page.keyboard.press("Enter")


def fail_and_solve(page, box, *, mouse_first):
    """Give a wrong answer and then the right one, one by mouse and one by keys; read what is said.

    `box` is an element and no locator, which would be sought anew at each step.
    """
    question, places = box.evaluate(ASKED)
    hint, first = question["hint"], question["wrong"][0]
    wrong, right = (contents(question, n) for n in (first["value"], question["answer"]))
    nothing = [""] * len(wrong)
    assert box.evaluate(STATE, hint) == ["", False, False]
    if mouse_first:
        click(page, places, nothing, wrong)
    else:
        box.query_selector("input").focus()
        press_on(page, places, nothing, wrong)
    assert box.evaluate(STATE, hint) == [f"Not yet. {first['feedback']}", hint != "", False]
    (press_back if mouse_first else click)(page, places, wrong, right)
    assert box.evaluate(STATE, hint) == ["Right.", False, True]
