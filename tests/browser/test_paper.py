"""On paper: room to write, answers at the end and nowhere else, and nothing to press."""

import pytest

from book._ext.paths import HTML

STATIC = f"{HTML.as_uri()}/_static"
SCRIPTS = ("d2lmini-predict.js", "d2lmini-code.js", "d2lmini-paper.js")
SHEET = f"""<!doctype html><html lang="en"><title>All</title><meta charset="utf-8">
<link rel="stylesheet" href="{STATIC}/d2lmini-predict.css"><body></body>"""
ROOM = 100  # pixels below an exercise's words
# Put what is asked on all pages, and what answers it, into one: each page is a section.
GATHER = """texts => {
    const parts = '.d2l-predict, .d2l-exercise, .exercise, .solution, .d2l-quiz';
    for (const text of texts) {
        const page = new DOMParser().parseFromString(text, 'text/html');
        const section = document.createElement('section');
        const inside = part => part.parentElement.closest(parts);
        const found = [...page.querySelectorAll(parts)].filter(part => !inside(part));
        section.append(...found.map(part => document.adoptNode(part)));
        if (section.children.length) document.body.append(section);
    }
}"""
PRINT = "dispatchEvent(new Event('beforeprint'))"
PRINTED = "dispatchEvent(new Event('afterprint'))"
HTML_NOW = "document.body.innerHTML"
SEEN = (
    "e => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().height > 9"
)
ASKED = ".d2l-predict, .d2l-exercise"
NUMBER = f":is({ASKED}) > p.d2l-on-paper:first-child"
ANSWERS = ".solution, .d2l-predict > details, .d2l-exercise > details, .d2l-answers > div > details"


@pytest.fixture(scope="module")
def paper(browser, tmp_path_factory):
    """Print what every page asks; return the page while it is printed."""
    path = tmp_path_factory.mktemp("paper") / "all.html"
    path.write_text(SHEET, "utf8")
    page = browser.new_context(viewport={"width": 720, "height": 1000}).new_page()
    page.goto("about:blank")
    page.goto(path.as_uri())
    page.evaluate(GATHER, [p.read_text("utf8") for p in sorted((HTML / "book").glob("*.html"))])
    for script in SCRIPTS:
        page.add_script_tag(url=f"{STATIC}/{script}")
    page.before = page.evaluate(HTML_NOW)
    page.evaluate(PRINT)
    page.emulate_media(media="print")
    return page


def test_each_chapter_s_answers_stand_at_its_end_under_their_questions_numbers(paper):
    kinds = "['.solution', '.d2l-predict:not(.d2l-spare)', '.d2l-exercise'].map(kind =>" \
        " document.querySelectorAll(kind).length)"  # fmt: skip
    assert min(paper.evaluate(kinds)) > 10
    wrong = paper.evaluate(
        f"""() => {{
            const seen = {SEEN}, texts = all => [...all].map(e => e.textContent);
            const same = (a, b) => a.join() === b.join();
            return [...document.querySelectorAll('body > section')].flatMap(chapter => {{
                const end = chapter.querySelector('.d2l-answers');
                const answers = [...chapter.querySelectorAll('{ANSWERS}')]
                    .filter(e => !e.closest('.d2l-spare'));
                const asked = [...chapter.querySelectorAll('{ASKED}')].filter(seen);
                const numbers = texts(chapter.querySelectorAll('{NUMBER}'));
                const wanted = asked.map((_, index) => `Question ${{index + 1}}`);
                const facts = [
                    end === chapter.lastElementChild,
                    answers.length >= asked.length,
                    answers.every(e => end.contains(e) && seen(e) && (e.open ?? true)),
                    same(numbers, wanted),
                    same(texts(end.querySelectorAll(':scope > p')), wanted),
                ];
                return facts.every(Boolean) ? [] : [[chapter.textContent.slice(0, 60), ...facts]];
            }});
        }}"""
    )
    assert wrong == []


def test_there_is_room_to_write_and_nothing_to_press(paper):
    rooms = paper.evaluate(
        """() => ['.exercise', '.d2l-code .editor', '.d2l-order fieldset'].map(kind =>
            [...document.querySelectorAll(kind)].map(box => {
                const below = [...box.children].map(e => e.getBoundingClientRect().bottom);
                return box.getBoundingClientRect().bottom - Math.max(...below);
            }))"""
    )
    assert all(found and min(found) > ROOM for found in rooms), rooms
    fields = paper.eval_on_selector_all(
        ".d2l-predict:not(.d2l-spare) input:not([type=radio])",
        "all => all.map(e => e.getBoundingClientRect().height)",
    )
    assert min(fields) > ROOM / 3
    pressed = paper.eval_on_selector_all(
        "button, .help, .said, textarea", f"all => all.filter({SEEN}).map(e => e.outerHTML)"
    )
    assert pressed == []
    cut = paper.eval_on_selector_all(
        ".d2l-code pre", "all => all.filter(e => e.scrollWidth > e.clientWidth).length"
    )
    assert cut == 0


def test_after_printing_all_is_as_it_was(paper):
    paper.emulate_media(media="screen")
    paper.evaluate(PRINTED)
    assert paper.evaluate(HTML_NOW) == paper.before
