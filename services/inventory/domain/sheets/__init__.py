"""A donor's list: from a file or pasted text to machines, and every row of which we cannot make one with why.

    bytes ─> reading ─> a table ─> headings ─> a plan: which column says what ─> checking ─> lines and problems

Nothing is guessed: a cell is taken as it stands, or it is a problem that a person decides about.
"""
