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

  return found;
}
