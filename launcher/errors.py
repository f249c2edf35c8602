"""What the launcher says when it has to give up."""


class CannotContinue(Exception):
    """A person has to do something first.

    The message is one line of plain Dutch that says what is wrong and what helps; the command line prints it without a
    traceback and ends with exit code 2.
    """
