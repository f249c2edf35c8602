// What a page in front of us shows that is wrong; each finding is a line of text. Runs in the page, also in one that loaded
// without scripts. `expected`: {language, direction, wrong, pseudo}.
async (expected) => {
  const found = [];
  const say = (what, element) => found.push(what + (element ? ": " + element.outerHTML.replace(/\s+/g, " ").slice(0, 140) : ""));
  const all = (selector) => [...document.querySelectorAll(selector)];
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".unseen, .skip");
  const html = document.documentElement;

  if (all("h1").length !== 1) say(`${all("h1").length} headings of the first level`);
  if (!document.title.replace(/[\s·]/g, "")) say("no title");
  if (expected.wrong && expected.language === "nl" && !document.title.startsWith("Fout: ")) say(`title in error: ${document.title}`);
  if (html.lang !== expected.language) say(`lang is ${html.lang}`);
  if (html.dir !== expected.direction) say(`dir is ${html.dir}`);
  for (const image of all("img:not([alt])")) say("image without alt", image);
  for (const image of all("img")) if (!image.complete || !image.naturalWidth) say("image does not show", image);
  for (const element of all("[style], style, script:not([src])")) if (!element.closest("svg")) say("inline", element);

  const cuts = (element) => /hidden|clip/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth + 1;
  for (const element of all("body *")) if (seen(element) && element.innerText?.trim() && cuts(element)) say("clipped", element);
  for (const element of all("button, .button, .tag, summary, nav a"))
    if (seen(element) && element.clientWidth && element.scrollWidth > element.clientWidth + 1) say("does not fit", element);

  await document.fonts.ready;
  for (const font of document.fonts) if (font.status === "error") say(`font does not load: ${font.family} ${font.weight}`);
  const moved = await new Promise((resolve) => {
    const shifts = [];
    new PerformanceObserver((list) => shifts.push(...list.getEntries().filter((one) => !one.hadRecentInput)))
      .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(shifts), 60);
  });
  const sum = moved.reduce((total, one) => total + one.value, 0);
  if (sum >= 0.02) say(`layout shift ${sum.toFixed(3)}`, moved.flatMap((one) => one.sources).map((one) => one.node).find((node) => node?.outerHTML));

  if (expected.pseudo) {
    // Dutch in disguise has no plain letters, and stands between brackets. What is left of a text after that, nobody translated.
    const bare = (text) => {
      let left = text, before;
      do { before = left; left = left.replace(/⟦[^⟦⟧]*⟧/g, " "); } while (left !== before);
      return /[A-Za-z]{2,}/.test(left);
    };
    const own = (element) => element.closest("[translate=no], bdi, code, kbd, script, style, noscript, template, svg [aria-hidden]");
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (bare(texts.currentNode.data) && !own(element) && element.tagName !== "TEXTAREA")
        say(`not translated, or data without translate="no": “${texts.currentNode.data.trim().slice(0, 80)}”`);
    }
    for (const name of ["aria-label", "alt", "title", "placeholder", "data-words"])
      for (const element of all(`[${name}]`))
        if (bare(element.getAttribute(name)) && !own(element)) say(`${name} is not translated`, element);
    if (bare(document.title.replace(/· .*$/, ""))) say(`title is not translated: ${document.title}`);
  }

  return found;
}
