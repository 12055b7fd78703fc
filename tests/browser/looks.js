// For each rule of the project's style sheets that applies here: what its declarations come to.
// Evaluates to { selector: { property: [values of the elements that it selects], declared: [its text] } }.
() => {
  const PSEUDO = /::[\w-]+(\([^)]*\))?/;
  const STATE = /:(hover|active|focus-visible|focus-within|focus)\b/g;
  const OURS = /\/(book|d2lmini-\w+)\.css/;
  const MOST = 4; // elements of a selector, and the last one
  const found = {};

  // A selector of elements that might come into the state: "a:hover" gives "a", "li:has(:focus)" "li:has(*)".
  const without_states = selector =>
    selector
      .replace(/:not\(:(hover|active|focus-visible|focus-within|focus)\)/g, "")
      .replace(STATE, (state, name, at) => (/^$|[\s(,>+~]/.test(selector[at - 1] ?? "") ? "*" : ""));

  const some_of = elements => [...elements].filter((_, n) => n < MOST || n === elements.length - 1);

  // The computed value, which no font or window changes; of a pseudo-element only the used one can be had.
  const value_of = (element, property, pseudo) =>
    pseudo || property.startsWith("--")
      ? getComputedStyle(element, pseudo).getPropertyValue(property).trim()
      : element.computedStyleMap().getAll(property).map(String).join(", ");

  const look = (rule, around) => {
    const values = (found[around + rule.selectorText] ??= {});
    (values.declared ??= new Set()).add(rule.style.cssText);
    for (const selector of rule.selectorText.split(/,(?![^(]*\))/)) {
      const pseudo = selector.match(PSEUDO)?.[0];
      const plain = without_states(selector.replace(PSEUDO, "")).trim() || "*";
      const in_state = plain !== selector.replace(PSEUDO, "").trim();
      for (const element of some_of(document.querySelectorAll(plain)))
        for (const property of rule.style) {
          // Nothing is pointed at here: what the rule says of a state is taken as it stands.
          const value = in_state ? rule.style.getPropertyValue(property) : value_of(element, property, pseudo);
          (values[property] ??= new Set()).add(value);
        }
    }
  };

  const walk = (rules, around) => {
    for (const rule of rules)
      if (rule instanceof CSSStyleRule) look(rule, around);
      else if (rule instanceof CSSKeyframesRule) found[`@keyframes ${rule.name}`] = { text: [rule.cssText] };
      else if (rule instanceof CSSMediaRule) {
        const { conditionText } = rule;
        if (matchMedia(conditionText).matches) walk(rule.cssRules, `${around}@media ${conditionText} `);
      } else if (rule.cssRules) walk(rule.cssRules, around);
  };

  // What is on its way to a value is there.
  for (const motion of document.getAnimations())
    if (motion.effect.getComputedTiming().endTime === Infinity) motion.cancel();
    else motion.finish();
  for (const sheet of document.styleSheets) if (!sheet.href || OURS.test(sheet.href)) walk(sheet.cssRules, "");
  for (const values of Object.values(found)) for (const name in values) values[name] = [...values[name]];
  return found;
}
