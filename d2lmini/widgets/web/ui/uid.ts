// Ids that differ between copies of this module on one page: Jupyter loads one for each figure's class.
import { useState } from "preact/hooks";

const prefix = `d2l${Math.random().toString(36).slice(2, 8)}`;
let count = 0;

const next = () => `${prefix}-${count++}`;

/** An id that stays as long as the component does. */
export const useUid = () => useState(next)[0];
