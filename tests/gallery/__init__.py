"""Every page in every guise, looked at by a browser.

`pages.py` is the list: each page, who looks at it, how to get there, and the states in which it exists (`empty`, `filled`,
`error`). `seed.py` fills two organisations of one house, one with everything in it and one with nothing. A guise (`guises.py`) is
a page in one state, language, theme and size, with scripts or without. `visit.py` opens it and says what is wrong with it.

All guises together are thousands. The tests visit a choice of them in which each page meets each language, each theme each size,
and so on for every two (`pairwise.py`); `./digibank pages check --all` visits them all.

A route that answers with a page and is not in the list fails `test_list.py`: add it to `pages.py`, or to `NOT_PAGES` with why.
Text that is data and not ours to translate (a name, a code, what somebody typed) carries `translate="no"` in its template:
then the pseudo-language does not take it for a text that was forgotten.
"""
