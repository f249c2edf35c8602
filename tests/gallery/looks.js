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

  // Each word of a flex element is a box of its own, and the space between two boxes is gone.
  const shows = (node) => node && (node.nodeType === Node.TEXT_NODE || (node.innerText?.trim() && seen(node) && !node.matches("svg")));
  for (const element of all("body *")) {
    if (!seen(element) || !getComputedStyle(element).display.endsWith("flex")) continue;
    for (const text of element.childNodes) {
      if (text.nodeType !== Node.TEXT_NODE || !text.data.trim()) continue;
      if ((/\s$/.test(text.data) && shows(text.nextSibling)) || (/^\s/.test(text.data) && shows(text.previousSibling)))
        say("a space is lost", element);
    }
  }

  await document.fonts.ready;
  // "Nearly ours" is a font of the person's own system, where that has one: it is not ours to load.
  const ours = [...document.fonts].filter((font) => font.family.replaceAll('"', "") !== "Nearly ours");
  for (const font of ours) if (font.status === "error") say(`font does not load: ${font.family} ${font.weight}`);
  const moved = await new Promise((resolve) => {
    const shifts = [];
    new PerformanceObserver((list) => shifts.push(...list.getEntries().filter((one) => !one.hadRecentInput)))
      .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(shifts), 60);
  });
  const counted = moved.filter((one) => performance.timeOrigin + one.startTime < expected.movedUntil);
  const sum = counted.reduce((total, one) => total + one.value, 0);
  // Half of what the Web Vitals call good (0.1); on a busy machine a page without scripts reaches 0.03.
  if (sum >= 0.05) say(`layout shift ${sum.toFixed(3)}`, moved.flatMap((one) => one.sources).map((one) => one.node).find((node) => node?.outerHTML));

  if (expected.pseudo) {
    // Dutch in disguise stands between brackets, which may open in one element and close in another. What is left outside them,
    // nobody translated. Names of programs and of parts are the same everywhere.
    const names = /\b(hdparm|nvme-cli|Blancco|SSD|NVMe|eMMC|PDF)\b/g;
    let depth = 0;
    const outside = (text) => {
      let left = "";
      for (const letter of text) {
        if (letter === "⟧") depth -= 1;
        else if (letter === "⟦") depth += 1;
        else if (depth <= 0) left += letter;
      }
      return left.replace(names, "");
    };
    const bare = (text) => /[A-Za-z]{2,}/.test(outside(text));
    const own = (element) => element.closest("[translate=no], bdi, code, kbd, script, style, noscript, template, svg [aria-hidden]");
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (!own(element) && element.tagName !== "TEXTAREA" && bare(texts.currentNode.data))
        say(`not translated, or data without translate="no": “${texts.currentNode.data.trim().slice(0, 80)}”`);
    }
    depth = 0;
    for (const name of ["aria-label", "alt", "title", "placeholder", "data-words"])
      for (const element of all(`[${name}]`))
        if (bare(element.getAttribute(name)) && !own(element)) say(`${name} is not translated`, element);
    // A title may begin with a code or a name; some of it has to be words of ours.
    if (!document.title.includes("⟦")) say(`title is not translated: ${document.title}`);
  }

  return found;
}
