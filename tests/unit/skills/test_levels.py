"""From answers to levels and to what comes next: the rules that nobody may be surprised by."""

from hypothesis import given
from hypothesis import strategies as st

from services.skills.domain.items import ASKED_COMPETENCES, ITEMS, RATINGS, Response, items_of
from services.skills.domain.level import HIGHEST, highest_for, level_of, level_shown, levels_of
from services.skills.domain.need import MOST_GOALS, training_need
from services.skills.domain.next_question import is_open, next_question

answers = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(RATINGS)), max_size=6)
responses = st.dictionaries(st.sampled_from(list(ITEMS)), st.sampled_from(Response))


@given(answers, st.data())
def test_a_better_answer_never_makes_a_level_lower(given_answers: list[tuple[int, Response]], data: st.DataObject) -> None:
    if not given_answers:
        return
    place = data.draw(st.integers(0, len(given_answers) - 1))
    difficulty, response = given_answers[place]
    better = data.draw(st.sampled_from(RATINGS[RATINGS.index(response) :]))
    improved = [*given_answers[:place], (difficulty, better), *given_answers[place + 1 :]]
    before, after = level_of(given_answers), level_of(improved)
    assert before is not None
    assert after is not None
    assert after >= before


@given(answers)
def test_a_level_is_from_0_to_4_whatever_the_order_of_the_answers(given_answers: list[tuple[int, Response]]) -> None:
    level = level_of(given_answers)
    assert (level is None) == (not given_answers)
    assert level is None or 0 <= level <= HIGHEST
    assert level_of(reversed(given_answers)) == level


def test_the_boundaries_as_they_are_written() -> None:
    """One row per difficulty: not yet, with help, alone, can show."""
    assert [[level_shown(difficulty, response) for response in RATINGS] for difficulty in range(4)] == [
        [0, 0, 1, 1],
        [0, 1, 2, 2],
        [0, 2, 3, 3],
        [0, 3, 4, 4],
    ]
    assert level_of([(1, Response.WITH_HELP), (2, Response.CAN_SHOW)]) == 1, "a harder one counts after the easier ones"
    assert level_of([(1, Response.ALONE), (2, Response.NOT_YET)]) == 2
    assert level_of([(2, Response.NOT_NEEDED)]) is None
    assert level_of([(1, Response.ALONE), (2, Response.NOT_NEEDED)]) == 2


@given(responses)
def test_levels_are_there_for_what_was_answered_and_nothing_else(given_responses: dict[str, Response]) -> None:
    rated = {ITEMS[item].competence for item, response in given_responses.items() if response in RATINGS}
    levels = levels_of(given_responses | {"a question that is gone": Response.ALONE})
    assert set(levels) == rated
    assert all(level <= highest_for(competence) for competence, level in levels.items())


def test_everybody_gets_to_the_end_and_starts_easy() -> None:
    for say in Response:
        given_responses: dict[str, Response] = {}
        while (item := next_question(given_responses)) is not None:
            assert is_open(item, given_responses)
            assert item.id not in given_responses
            given_responses[item.id] = say
        asked = [ITEMS[item].difficulty for item in given_responses]
        assert asked[0] == 0
        assert asked == sorted(asked)
        if say in (Response.ALONE, Response.CAN_SHOW):
            assert set(given_responses) == set(ITEMS)
        else:
            assert [item for item in given_responses if ITEMS[item] is not items_of(ITEMS[item].competence)[0]] == []


@given(responses)
def test_what_is_not_done_alone_is_not_followed_by_something_harder(given_responses: dict[str, Response]) -> None:
    item = next_question(given_responses)
    if item is None:
        return
    for other in items_of(item.competence):
        if other.difficulty < item.difficulty:
            assert given_responses[other.id] in (Response.ALONE, Response.CAN_SHOW)


@given(responses)
def test_a_need_is_at_most_three_and_never_what_somebody_does_not_need(given_responses: dict[str, Response]) -> None:
    need = training_need((), given_responses)
    levels = levels_of(given_responses)
    assert len(need) <= MOST_GOALS
    assert [levels[competence] for competence in need] == sorted(levels[competence] for competence in need)
    assert all(levels[competence] < highest_for(competence) for competence in need)
    left_out = set(levels) - set(need)
    if need and len(need) == MOST_GOALS:
        open_ones = [levels[one] for one in left_out if levels[one] < highest_for(one)]
        assert all(level >= levels[need[-1]] for level in open_ones)
    assert training_need(("4.2",), given_responses) == ("4.2",), "what somebody chose goes before the lowest level"


def test_every_subject_that_is_asked_can_be_a_goal() -> None:
    assert len(ASKED_COMPETENCES) >= 12
