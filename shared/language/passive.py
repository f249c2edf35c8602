"""Whether a Dutch sentence is in the passive: it says what is done, and hides who does it."""

import re
from collections.abc import Iterator

from shared.language.words import WORDS

_BECOME = frozenset({"word", "wordt", "worden", "werd", "werden", "geworden"})
_BE = frozenset({"ben", "bent", "is", "zijn", "was", "waren"})
_HAVE = frozenset({"heb", "hebt", "heeft", "hebben", "had", "hadden"})
_CLAUSE = re.compile(
    r"[,;:()‘’“”\"–—]|\b(?:dat|die|en|of|maar|want|als|omdat|zodat|wat|wie|waar|hoe|waarom|wanneer|terwijl|tot|toen|zodra|zolang|om)\b"
)
_LONGEST_WORD = 40  # what is longer is no word, and would keep the patterns below busy for long
_LETTERS = re.compile(r"[^\W\d_]+")

_FRONT = (
    "(?:aan|achter|af|bij|binnen|boven|door|in|klaar|los|mee|na|neer|nu|om|onder|op|open|over|rond|samen|tegen|terug|toe|uit|vast|"
    "voor|weg|goed|schoon)"
)
_WITH_GE = re.compile(rf"{_FRONT}{{0,2}}ge[^\W\d_]{{2,}}(?:d|t|en)|{_FRONT}?(?:gedaan|gezien)")
# A verb that begins with be-, her-, ont-, ver- has no ge-. Its participle ends like any (bezorgd, verwerkt); those in -en by name.
_WITHOUT_GE = re.compile(rf"{_FRONT}?(?:be|her|ont|ver)[^\W\d_]*[aeiouy][^\W\d_]*(?:d|(?:ch|f|k|p|s|x)t)")
_STRONG = frozenset(WORDS["strong_participles"].split())
_OTHER = frozenset(WORDS["no_participles"].split())
# Verbs that make their perfect tense with zijn: "is gekomen" is what somebody did.
_MOVED = re.compile(
    r"(?:begonnen|gebleken|gebleven|gebeurd|gedaald|gegaan|gegroeid|gekomen|gelukt|gelopen|gereden|geslaagd|gestart|gestegen|gestopt|"
    r"gestorven|gevallen|gevlogen|geweest|geworden|gewend|gezakt|geraakt|ontstaan|overleden|opgestaan|verhuisd|verdwenen|vergeten|"
    r"vertrokken|verschenen|veranderd|verbeterd|ontsnapt|mislukt|beland|geland|gestrand|genezen)$"
)


def is_passive(sentence: str) -> bool:
    """Whether a clause of it has a form of *worden* with a past participle, or of *zijn* with one that is no perfect tense.

    It is a rule of thumb, not a grammar: clauses are what stands between commas and words such as `dat`, `als`, `en`; a
    participle is known by its form (ge…d, terugge…t, ver…d, or a list of strong verbs), without nouns and qualities that look
    like one (geld, gerust). *Zijn* with a verb of going or becoming (is gekomen, is gelukt) is active, and so is a clause that
    has *hebben*. A state that a page reports ("alles is bewaard") counts as passive: it hides who did it just as well.

    Measured on the sentences in `tests/unit/language/passive_nl.txt`, labelled by hand: 90 of 93 are right; 34 of the
    36 passives are found, and 1 of the 57 others is taken for one.
    """
    return any(_clause_is_passive(clause) for clause in _clauses(sentence))


def _clauses(sentence: str) -> Iterator[list[str]]:
    for clause in _CLAUSE.split(sentence.lower()):
        yield _LETTERS.findall(clause)


def _clause_is_passive(words: list[str]) -> bool:
    participles = [word for word in words if _is_participle(word)]
    if not participles or _HAVE.intersection(words):
        return False
    if _BECOME.intersection(words):
        return any(word != "geworden" for word in participles)
    return bool(_BE.intersection(words)) and any(not _MOVED.search(word) for word in participles)


def _is_participle(word: str) -> bool:
    if word in _OTHER or len(word) > _LONGEST_WORD:
        return False
    return word in _STRONG or _WITH_GE.fullmatch(word) is not None or _WITHOUT_GE.fullmatch(word) is not None
