import assert from "node:assert/strict";
import { test } from "node:test";
import { createHost } from "../../../d2lmini/widgets/web/frame/host.ts";
import { createStore } from "../../../d2lmini/widgets/web/frame/store.ts";
import { parseEntry } from "../../../d2lmini/widgets/web/ui/entry.ts";
import { load } from "./load.mjs";

const stamping = (await load("figures/index.ts")).figures.Stamping;
const state = stamping.initial;

test("entries are numbers of at most 9999", () => {
  assert.equal(parseEntry(" −2.5 ").value, -2.5);
  assert.equal(parseEntry("1e3").value, 1000);
  assert.match(parseEntry("").reason, /empty/);
  assert.match(parseEntry("two").reason, /“two” is not a number/);
  assert.match(parseEntry("twenty thousand").reason, /“twenty thous” is not a number/);
  assert.match(parseEntry("10000").reason, /at most 9999/);
  assert.match(parseEntry("0x1f").reason, /not a number/);
});

test("a parameter that leaves nothing of Y is refused with the size", () => {
  assert.equal(stamping.check(state), "");
  assert.match(stamping.check({ ...state, padding: 2 }), /nothing of Y would be left: −1 × −1/);
  assert.match(stamping.check({ ...state, output_padding: 1 }), /smaller than stride or dilation/);
  assert.match(stamping.check({ ...state, stride: 1.5 }), /whole number/);
  assert.match(stamping.check({ ...state, X: [[1, 2], [3]] }), /rows of one length/);
});

test("a refused state leaves the last valid one", () => {
  const drawn = [];
  const refused = [];
  const model = createHost({ ...state });
  const draw = () => drawn.push(store.get().stride);
  const store = createStore(model, stamping, { draw, refuse: (why) => refused.push(why) });
  store.refresh();
  model.set("stride", 2);
  model.set("stride", 99);
  assert.deepEqual(drawn, [1, 2, 2]);
  assert.match(refused.at(-1) ?? "", /stride must be from 1 to 4/);
  assert.match(store.commit({ padding: 8 }), /nothing of Y/);
  assert.equal(store.get().padding, 0);
  store.end();
  model.set("stride", 3);
  assert.equal(drawn.length, 3);
});

test("a host that offers only get, set and on is enough", () => {
  const full = createHost({ ...state });
  const model = { get: full.get, set: full.set, on: full.on };
  let drawn = 0;
  const draw = () => drawn++;
  const store = createStore(model, stamping, { draw, refuse() {} });
  assert.equal(store.commit({ stride: 3 }), "");
  assert.equal(model.get("stride"), 3);
  assert.equal(drawn, 1);
  store.end();
});
