"""What is asked of an answer, and what is said when it goes wrong."""

import functools
import itertools
from typing import ClassVar

import numpy as np
import pytest
from samples import BRIGHTER, told

from tinydata.course.checker.judge import judge, passes
from tinydata.course.exercise import Examples, Mistake

pytestmark = pytest.mark.usefixtures("sample_course")


def images_and_step(draw):
    return {"images": draw.array(draw.size(), dtype="int64"), "step": draw.integer(0, 3)}


@pytest.fixture
def examples(monkeypatch):
    """Put the exercise through these examples alone."""

    def use(*calls, inputs=images_and_step, **options):
        monkeypatch.setattr(BRIGHTER, "cases", [])
        monkeypatch.setattr(BRIGHTER, "mistakes", [])
        monkeypatch.setattr(BRIGHTER, "examples", [Examples(inputs, calls, **options)])

    use("brighter(images, step)")
    return use


def test_a_failing_call_is_small_and_its_values_are_written_out(capsys, examples):
    def answer(images, step):
        return images + step if len(images) < 2 else images

    out = told(capsys, answer)
    assert "asked images = np.array([-60, -1]) step = 1 brighter(images, step)" in out
    assert "yours array([-60, -1], dtype=int64) expected array([-59, 0], dtype=int64)" in out


def test_what_is_too_long_to_write_is_described(capsys, examples):
    def answer(images, step):
        return images + step if len(images) < 256 else images

    assert "given images = an int64 array of shape (1868,) asked step = 2" in told(capsys, answer)


def test_arguments_come_by_name_and_at_their_default(monkeypatch, examples):
    seen = set()

    def answer(*args, **named):
        seen.add((len(args), *sorted(named)))
        return np.add(*args, *[named[name] for name in ("images", "step") if name in named])

    def with_default(images, step=1):
        return images + step

    assert passes(BRIGHTER, answer)
    assert seen == {(2,), (0, "images", "step")}
    monkeypatch.setattr(BRIGHTER, "solution", with_default)
    assert passes(BRIGHTER, with_default)
    assert not passes(BRIGHTER, lambda images, step: images + step)
    assert not passes(BRIGHTER, lambda images, step=2: images + step)


def test_what_was_returned_is_looked_at_again(capsys, examples):
    buffer = []

    def answer(images, step):
        buffer[:] = (images + step).tolist()
        return buffer

    examples(
        "brighter(images, step)", right=lambda value, inputs: len(value) == len(inputs["images"])
    )
    assert "was right, and changed with a later call" in told(capsys, answer)


def test_results_share_no_memory(capsys, examples):
    cached = functools.cache(lambda key, step: np.array(key, int) + step)
    examples("brighter(images, step)", fresh=["images"])
    out = told(capsys, lambda images, step: cached(tuple(images.tolist()), step))
    assert "Two calls returned the same memory" in out


def test_inputs_are_watched_until_the_end(capsys, examples):
    before = []

    def answer(images, step):
        for array in before[-1:]:
            array[:1] = 77
        before.append(images)
        return images + step

    assert "changed `images` in place" in told(capsys, answer)


def test_what_grows_exponentially_is_stopped_while_it_is_small(capsys, monkeypatch, examples):
    longest = 0
    monkeypatch.setattr(BRIGHTER, "seconds", 20.0)

    def answer(images, step):
        nonlocal longest
        longest = max(longest, len(images))
        list(itertools.permutations(range(len(images))))
        return images + step

    assert "it takes your code far too long" in told(capsys, answer)
    assert longest <= 10


def test_errors_are_those_of_the_solution(capsys, monkeypatch, examples):
    def refusing(images, step):
        if step == 3:
            raise ValueError(f"step {step} is too much")
        return images + step

    def swallowing(images, step):
        return images if step == 3 else images + step

    def of_another_type(images, step):
        return refusing(images, step) if step < 3 else images[10_000]

    def silent(images, step):
        if step == 3:
            raise ValueError
        return images + step

    monkeypatch.setattr(BRIGHTER, "solution", refusing)
    examples("brighter(images, step)", mentions=lambda inputs, error: [str(inputs["step"])])
    assert passes(BRIGHTER, refusing)
    assert "should be refused with a ValueError" in told(capsys, swallowing)
    assert "raised IndexError" in told(capsys, of_another_type)
    assert "does not mention `3`" in told(capsys, silent)


def test_where_many_answers_are_right_a_sentence_says_what_is_wrong(capsys, examples):
    def longer(value, inputs):
        return True if len(value) > len(inputs["images"]) else "It should be longer."

    examples("brighter(images, step)", right=longer)
    assert passes(BRIGHTER, lambda images, step: [0] * (len(images) + 1))
    assert "It should be longer." in told(capsys, lambda images, step: images)


def test_what_a_predicate_cannot_deal_with_is_wrong_and_has_its_reason(
    capsys, examples, monkeypatch
):
    examples("brighter(images, step)", right=lambda value, inputs: len(value) >= 0)
    wrong = Mistake(("images + step", "step"), "STEP")
    with_errors = [Mistake(("images + step", "None"), "NONE"), wrong]
    monkeypatch.setattr(BRIGHTER, "mistakes", with_errors)
    out = told(capsys, lambda images, step: step)
    assert "cannot be made out: TypeError: object of type 'int' has no len()" in out
    assert "Likely reason: STEP" in out


def test_whichever_answer_is_right_it_shares_no_memory_with_the_inputs(capsys, examples):
    for right in (None, lambda value, inputs: True):
        examples("brighter(images, step)", right=right, fresh=["images"])
        out = told(capsys, lambda images, step: images + step if step else images)
        assert "share memory with `images`" in out


def test_a_reason_is_shown_only_where_everything_agrees(capsys, examples, monkeypatch):
    monkeypatch.setattr(
        BRIGHTER, "mistakes", [Mistake(("images + step", "images - step"), "MINUS")]
    )
    assert "Likely reason: MINUS" in told(capsys, lambda images, step: images + -step)

    def nearly(images, step):
        return images - step if len(images) < 300 else images

    assert "Likely reason" not in told(capsys, nearly)


def test_a_mistake_of_several_edits(capsys, monkeypatch):
    edits = [("images + step", "images - step"), ("added", "taken away")]
    monkeypatch.setattr(BRIGHTER, "mistakes", [Mistake(edits, "MINUS")])
    assert "Likely reason: MINUS" in told(capsys, lambda images, step: images - step)


def test_an_error_agrees_in_type_and_place_in_whichever_words(capsys, examples, monkeypatch):
    source = "def brighter(images, step):\n    raise KeyError('mine')"
    monkeypatch.setattr(BRIGHTER, "mistakes", [Mistake(source, "NO KEY")])

    def brighter(images, step):
        raise KeyError("in words of its own")

    def another_type(images, step):
        raise LookupError("mine")

    assert "Likely reason: NO KEY" in told(capsys, brighter)
    assert "Likely reason" not in told(capsys, another_type)


def test_what_a_line_of_ours_failed_on_tells_mistakes_apart(capsys, examples, monkeypatch):
    examples("list(brighter(images, step))")
    mistakes = [Mistake(f"def brighter(images, step):\n    return {n}", str(n)) for n in (1, 2)]
    monkeypatch.setattr(BRIGHTER, "mistakes", mistakes)

    def brighter(images, step):
        return 2

    assert "'int' object is not iterable. Likely reason: 2" in told(capsys, brighter)


def test_a_mistake_that_never_ends_costs_little_and_hides_no_other(capsys, examples, monkeypatch):
    endless = (
        "def brighter(images, step):\n    while len(images) > 1:\n        step += 1\n    return 0"
    )
    mistakes = [Mistake(endless, "ENDLESS"), Mistake(("images + step", "images * 1"), "NOTHING")]
    monkeypatch.setattr(BRIGHTER, "mistakes", mistakes)
    assert "Likely reason: NOTHING" in told(capsys, lambda images, step: images.copy())


def test_after_an_exception_the_explanation_is_still_there(capsys, monkeypatch):
    def answer(images, step):
        return images.no_such_thing

    assert "Likely reason: Add the step." in told(capsys, answer)


def test_none_is_noticed_where_our_line_needed_a_value(capsys, monkeypatch, examples):
    class Half:
        def __init__(self, value):
            self.value = value

        def __len__(self):
            return self.value // 2

    class Silent(Half):
        def __len__(self):
            self.value // 2

    class Wrong(Half):
        def __len__(self):
            return "7"

    monkeypatch.setattr(BRIGHTER, "solution", Half)
    monkeypatch.setattr(BRIGHTER, "name", "Half")
    examples("len(half)", make="half = Half(n)", inputs=lambda draw: {"n": draw.integer(0, 9)})
    assert "gave None where a value was needed" in told(capsys, Silent)
    assert "raised TypeError: 'str' object" in told(capsys, Wrong)


def test_two_objects_live_at_once(capsys, monkeypatch, examples):
    class Kept:
        last: ClassVar = []

        def __init__(self, items):
            self.last[:] = items

        def get(self):
            return list(self.last)

    class Right(Kept):
        def __init__(self, items):
            self.last = list(items)

    monkeypatch.setattr(BRIGHTER, "solution", Right)
    monkeypatch.setattr(BRIGHTER, "name", "Kept")
    for make in ("kept = Kept(items)", "[kept, n] = (Kept(items), 0)"):
        examples(
            "kept.get()",
            make=make,
            inputs=lambda draw: {"items": draw.values(draw.size())},
        )
        assert passes(BRIGHTER, Right)
        other = make.replace("kept", "other_kept").replace("items", "other_items")
        assert f"{make} {other} kept.get()" in told(capsys, Kept).replace("other_n", "n")


def test_the_same_verdict_every_time(examples):
    def answer(images, step):
        return images + step if images.sum() < 150 else images

    first = judge(BRIGHTER, answer)
    assert first == judge(BRIGHTER, answer) and first.status == "wrong"
