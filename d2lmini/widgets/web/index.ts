// What Jupyter imports: one render for every figure, chosen by the model's own name.
import type { AnyWidget } from "@anywidget/types";
import { figures } from "./figures/index.ts";
import { mount } from "./frame/mount.tsx";

const widget: AnyWidget = {
  render: ({ model, el }) => mount(figures[model.get("_widget")], model, el),
};

export default widget;
