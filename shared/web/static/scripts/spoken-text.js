/* What there is to say in a part of a page: its sentences in the order in which people read, each with where it stands and in
   which language it is. Knows nothing of voices. */

const SILENT =
  ".unseen, .back, [data-not-aloud], [hidden], [aria-hidden='true'], svg, script, style, template, noscript, input, select, textarea";
/* These stand alone when they are said, even where the style puts them in a line. */
const APART = "button, label, legend, summary, li, dt, dd, th, td, caption, option";
const IN_A_LINE = new Set(["inline", "inline-block", "contents"]);
/* Some voices stop by themselves after about fifteen seconds. This many letters take ten, also when read slowly. */
const LONGEST = 180;

/**
 * The sentences of an element.
 * @param {Element} target
 * @returns {{text: string, language: string, element: Element, range: (from: number, to: number) => Range}[]}
 *   `range` gives the place on the page of the letters of `text` from `from` up to `to`.
 */
export function sentencesOf(target) {
  return runsOf(target).flatMap((run) => pieces(run.text, run.language).map(([from, to]) => sentence(run, from, to)));
}

function sentence(run, from, to) {
  return {
    text: run.text.slice(from, to),
    language: run.language,
    element: run.element,
    range(start, end) {
      const [first, last] = [run.places[from + start], run.places[from + Math.max(end, start + 1) - 1]];
      const range = document.createRange();
      range.setStart(first.node, first.offset);
      range.setEnd(last.node, last.offset + 1);
      return range;
    },
  };
}

/* Text that belongs together: of one block and in one language, with white space as people see it. */
function runsOf(target) {
  const runs = [];
  const walker = document.createTreeWalker(target, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, skipSilent);
  let broken = true;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.ELEMENT_NODE) {
      broken ||= node.tagName === "BR";
      continue;
    }
    const element = blockOf(node.parentElement);
    const language = languageOf(node.parentElement);
    let run = runs.at(-1);
    if (broken || run.element !== element || run.language !== language) {
      run = { text: "", places: [], element, language };
      runs.push(run);
      broken = false;
    }
    append(run, node);
  }
  return runs.filter((run) => /[\p{L}\p{N}]/u.test(run.text));
}

function skipSilent(node) {
  if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
  return node.matches(SILENT) || !shows(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
}

function shows(element) {
  /* It has no box of its own, and yet its words show. */
  if (getComputedStyle(element).display === "contents") return true;
  return element.checkVisibility?.({ visibilityProperty: true }) ?? element.getClientRects().length > 0;
}

function blockOf(element) {
  let block = element;
  while (block.parentElement && !block.matches(APART) && IN_A_LINE.has(getComputedStyle(block).display)) block = block.parentElement;
  return block;
}

function languageOf(element) {
  return element.closest("[lang]")?.lang || "nl";
}

function append(run, node) {
  for (let offset = 0; offset < node.data.length; offset += 1) {
    const space = /\s/.test(node.data[offset]);
    if (space && (run.text === "" || run.text.endsWith(" "))) continue;
    run.text += space ? " " : node.data[offset];
    run.places.push({ node, offset });
  }
}

/* From where to where each sentence goes; one that is too long is cut at a comma, else between words. */
function pieces(text, language) {
  return bounds(text, language).flatMap(([from, to]) => {
    const cut = [];
    let start = from;
    while (to - start > LONGEST) {
      const part = text.slice(start, start + LONGEST);
      const at = Math.max(part.lastIndexOf(", "), part.lastIndexOf("; "), part.lastIndexOf(": "), part.lastIndexOf("، "));
      const end = start + (at > LONGEST / 3 ? at + 1 : Math.max(part.lastIndexOf(" "), 0) || LONGEST);
      cut.push([start, end]);
      start = end;
    }
    return [...cut, [start, to]].map(([one, other]) => trimmed(text, one, other)).filter(([one, other]) => other > one);
  });
}

function bounds(text, language) {
  if (globalThis.Intl?.Segmenter) {
    const segments = new Intl.Segmenter(language, { granularity: "sentence" }).segment(text);
    return [...segments].map(({ index, segment }) => [index, index + segment.length]);
  }
  return [...text.matchAll(/[^.!?…؟]+[.!?…؟]*["'’”»)]*\s*/gu)].map((found) => [found.index, found.index + found[0].length]);
}

function trimmed(text, from, to) {
  const words = text.slice(from, to);
  return [from + (words.length - words.trimStart().length), to - (words.length - words.trimEnd().length)];
}
