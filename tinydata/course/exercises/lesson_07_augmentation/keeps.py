"""Exercise augmentation.keeps: Does the answer stay?"""

from tinydata.course.exercise import Case, Exercise, Mistake


def verdict(letter, keeps, why):
    """A case and a mistake: this one letter is judged wrongly."""
    right = "aeg"
    wrong = right.replace(letter, "") if keeps else right + letter
    case = Case(f'"{letter}" in keeps', str(keeps), why=why)
    return case, Mistake(f"keeps = {list(wrong)}", why)


VERDICTS = [
    verdict("a", True, "Row a: a mirrored cat is a cat. The label asks for the animal, not for the "
            "side that it looks to."),
    verdict("b", False, "Row b: a mirrored word is not that word any more, and may be another one: "
            "a mirrored b is a d."),
    verdict("c", False, "Row c: 'turn left', mirrored, is 'turn right'. Some signs are symmetric, "
            "but a rule has to hold for all of them."),
    verdict("d", False, "Row d: the label asks for a side, and mirroring swaps the sides."),
    verdict("e", True, "Row e: the same X-ray, another question. A mirrored break is a break: the "
            "label decides, not the image."),
    verdict("f", False, "Row f: what was cut away may have held cells. Their number is another "
            "one, and the label does not know it."),
    verdict("g", True, "Row g: a word stays the same word when it is spoken more quietly."),
    verdict("h", False, "Row h: played backwards, its sounds come in another order, and make "
            "another word or none."),
]  # fmt: skip

EXERCISE = Exercise(
    id="augmentation.keeps",
    title="Does the answer stay?",
    goal="Apply the rule to the eight rows of the table above. Give the letters of those rows "
    "in which the transform keeps the label, for *every* example of that kind, as a list such "
    'as `["b", "h"]`.',
    minutes=3,
    difficulty=1,
    solution='keeps = ["a", "e", "g"]',
    name="keeps",
    stub='keeps = ...  # YOUR CODE HERE: a list of letters, such as ["b", "h"]',
    hints=[
        "For each row, imagine one example, give the answer, change the example, and answer "
        "again. Are the two answers equal?",
        "Rows d and e have the same images and the same transform. Look at what is asked.",
        "Three rows keep their label: an animal, whether a bone is broken, and a word spoken "
        "more quietly.",
    ],
    cases=[
        Case(
            "sorted(set(keeps) - set('abcdefgh'))",
            "[]",
            why="Each item should be one letter from a to h, in small letters.",
        ),
        *[case for case, _ in VERDICTS],
        Case(
            "sorted(keeps)",
            '["a", "e", "g"]',
            why="Each letter once.",
        ),
    ],
    mistakes=[
        *[mistake for _, mistake in VERDICTS],
        Mistake(
            'keeps = ["a", "b", "c", "d", "e", "f", "g", "h"]',
            "You keep all of them. In some rows the answer is another one afterwards.",
        ),
        Mistake(
            'keeps = ["b", "c", "d", "f", "h"]',
            "These are the rows in which the answer changes. The others are asked for.",
        ),
    ],
)
