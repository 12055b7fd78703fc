// Works one kind of change on the page's figure, again and again; returns for each the milliseconds from the event to
// the end of what the figure redraws at once, and to the end of the browser's layout of it.
async ({ kind, repeats, seed }) => {
  const draw = (list) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return list[Math.floor((seed / 2 ** 32) * list.length)];
  };
  const all = (selector) =>
    [...document.querySelectorAll(`.d2l ${selector}`)].filter(
      (one) => one.checkVisibility() && one.getAttribute("aria-disabled") !== "true" && !one.disabled,
    );
  const write = (field, value) => {
    field.value = value;
    return () => field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  const pointer = (name) => {
    const options = { bubbles: true, button: 0, buttons: 1, isPrimary: true, pointerId: 1, pointerType: "mouse" };
    return new PointerEvent(name, options);
  };
  const inside = (one) => draw([...Array(one.max - one.min + 1).keys()].filter((i) => i + +one.min !== +one.value)) + +one.min;
  let undo = null;
  const changes = {
    step() {
      const [on] = all(".transport button[aria-label='one step on']");
      if (on) return () => on.click();
      const [range] = all(".transport input");
      return range && write(range, 0);
    },
    edit() {
      const field = draw(all(".cells input"));
      if (field) return write(field, String(draw([-9, -4, -1, 1, 2, 3, 5, 8].filter((one) => one !== +field.value))));
      const cell = draw(all(".paint .d2l-cell"));
      return cell && (() => cell.dispatchEvent(pointer("pointerdown")));
    },
    number() {
      if (undo) {
        const again = undo;
        undo = null;
        return again;
      }
      const slider = draw(all(".slider input"));
      const button = draw(all(".stepper button"));
      if (!button) return slider && write(slider, inside(slider));
      const other = [...button.parentElement.querySelectorAll("button")].find((one) => one !== button);
      undo = () => other.click();
      return () => button.click();
    },
    point() {
      const cell = draw(all(".cells .d2l-cell"));
      return cell && (() => cell.dispatchEvent(pointer("pointerover")));
    },
  };
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const times = [];
  while (times.length < repeats) {
    await frame();
    const change = changes[kind]();
    if (!change) return times;
    const start = performance.now();
    change();
    // what is redrawn for a part of the figure, and what watches it, wait in line here
    for (let i = 0; i < 3; i++) await null;
    const redrawn = performance.now();
    document.querySelector(".d2l").getBoundingClientRect();
    times.push([redrawn - start, performance.now() - start]);
    dispatchEvent(pointer("pointerup"));
  }
  return times;
}
