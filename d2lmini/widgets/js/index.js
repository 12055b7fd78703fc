// What Jupyter imports: one render for every widget, chosen by the model's own name.
import { mount } from "./mount.js";
import { widgets } from "./widgets.js";

export default {
  /** @param {{model: import("./types.js").Model, el: HTMLElement}} context */
  render({ model, el }) {
    return mount(widgets[model.get("_widget")], model, el);
  },
};
