// What the bundler writes elements with: see build.mjs.
export { Fragment, h } from "preact";
