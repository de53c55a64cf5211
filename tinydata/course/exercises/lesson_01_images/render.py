"""Exercise images.render: A digit in characters."""

import math

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake


def render(image, shades="·░▒▓█"):
    """Return a picture of `image` in characters.

    Each pixel becomes two equal characters, since a character is about twice as high as
    wide: shades[0] for 0, shades[1] for 1 to 4, shades[2] for 5 to 8, shades[3] for
    9 to 12 and shades[4] for 13 to 16.

    Parameters
    ----------
    image : array of shape (H, W)
        Whole numbers from 0 to 16, as int64 or float64.
    shades : str of length 5
        From paper to ink.

    Returns
    -------
    str
        A line for each row of the image, with a line break between lines and none at
        the end.
    """
    lines = []
    for row in image:
        lines.append("".join(shades[math.ceil(value / 4)] * 2 for value in row))
    return "\n".join(lines)


def image_and_shades(draw):
    """An image that is seldom square, with rows alike and blank ones, and shades of all kinds."""
    height, width = draw.shuffled([draw.size(1), draw.size(1, 7) + draw.integer(0, 1)])
    rows = [draw.integers(width, 0, 16) for _ in range(draw.integer(1, 5))]
    image = [draw.choice([*rows, [0] * width]) for _ in range(height)]
    shades = draw.choice(["·░▒▓█", "·░▒▓█", " .:o#", "43210", "█▓▒░ "])
    return {
        "image": np.array(image, draw.choice(["int64", "float64"])),
        "shades": shades,
    }


EXERCISE = Exercise(
    id="images.render",
    title="A digit in characters",
    goal="Write `render(image, shades)`, which turns an image into text that looks like it: "
    "a line for each row, two equal characters for each pixel. The more ink, the denser the "
    "character.",
    predict="How many characters does a line of an 8×8 image have?",
    minutes=5,
    difficulty=1,
    solution=render,
    hints=[
        "Two loops: `for row in image`, and inside it `for value in row`.",
        "Groups of four values share a character. Which of `value // 4`, `round(value / 4)` "
        "and `math.ceil(value / 4)` is 0 for 0, 1 for 1 to 4 and 4 for 16?",
        "An index of a string has to be an integer, and `math.ceil` gives one. "
        '`"█" * 2` is `"██"`, and `"\\n".join(lines)` puts the line breaks between the lines.',
    ],
    cases=[
        Case(
            "render(np.array([[0, 16]]))",
            "'··██'",
            why="One row of two pixels, paper then full ink, is one line of four characters.",
        ),
        Case(
            "render(np.array([[0, 16], [16, 16]]))",
            "'··██\\n████'",
            why="Two rows are two lines, the upper one first, with a line break between them.",
        ),
        Case(
            "render(np.array([np.arange(17.0)]))",
            "'··░░░░░░░░▒▒▒▒▒▒▒▒▓▓▓▓▓▓▓▓████████'",
            why="Count with the docstring: 0 alone is paper, then four values share a shade.",
        ),
        Case(
            "render(np.array([[0, 4, 16]]), shades=' .:o#')",
            "'  ..##'",
            why="The characters should come from `shades`.",
        ),
    ],
    examples=[
        Examples(
            image_and_shades,
            ["render(image, shades)"],
            why="Every row is a line, every pixel is two characters, and a shade depends on its "
            "pixel alone.",
        )
    ],
    mistakes=[
        Mistake(
            ("math.ceil(value / 4)", "int(value // 4)"),
            "You round down, so 1 to 3 look like paper, and the thin grey edges of a digit "
            "are lost. Round up.",
        ),
        Mistake(
            ("math.ceil(value / 4)", "round(value / 4)"),
            "You round to the nearest, so 1 and 2 still look like paper. Round up.",
        ),
        Mistake(
            ("math.ceil(value / 4)", "int(value * 5 // 17)"),
            "You cut 0 to 16 into five parts of about equal width. Here 0 has a shade of its "
            "own, so that paper can be told from the faintest ink.",
        ),
        Mistake(
            (
                "shades[math.ceil(value / 4)] * 2 for value",
                "shades[math.ceil(value / 4)] for value",
            ),
            "You write one character a pixel. The picture would be half as wide as it is high.",
        ),
        Mistake(
            ('"\\n".join', '"".join'),
            "The lines follow each other without a break, so the picture falls into one row.",
        ),
        Mistake(
            ('"\\n".join(lines)', '"".join(line + "\\n" for line in lines)'),
            "There is a line break too many, after the last line. Line breaks go between "
            "lines: `join` does that.",
        ),
        Mistake(
            ('"\\n".join(lines)', "lines"),
            "You return a list of lines. Join them to one string, so that it can be printed.",
        ),
        Mistake(
            ("in image:", "in image.T:"),
            "You read the image column by column, so it lies on its side. Its first axis is "
            "the row.",
        ),
        Mistake(
            ("math.ceil(value / 4)", "4 - math.ceil(value / 4)"),
            "Paper and ink have changed places: 0 is paper, and 16 is ink.",
        ),
        Mistake(
            ("shades[math", '"·░▒▓█"[math'),
            "Your characters are fixed. Take them from `shades`, whatever they are.",
        ),
        Mistake(
            (
                "shades[math.ceil(value / 4)]",
                "(shades[4] if value >= 8 else shades[0])",
            ),
            "You use paper and ink only. All five shades have to occur.",
        ),
        Mistake(
            ("math.ceil(value / 4)", "min(int(value // 4) + 1, 4)"),
            "You round down and add one, so paper looks like faint ink, and 4 is darker than "
            "3. Round up instead.",
        ),
        Mistake(
            ("math.ceil(value / 4)", "math.ceil(value / image.max() * 4)"),
            "You divide by the largest value of this image, so the same number gets another "
            "shade in another image. Full ink is 16, whether it occurs or not.",
        ),
        Mistake(
            (
                "shades[math.ceil(value / 4)] * 2 for value in row)",
                "shades[math.ceil(value / 4)] for value in row) * 2",
            ),
            "You repeat the whole line. Repeat each character, before you join them.",
        ),
        Mistake(
            ("    return", "        return"),
            "`return` stands inside the loop, so the function ends after the first row.",
        ),
        Mistake(
            """
            def render(image, shades="·░▒▓█"):
                lines = []
                line = ""
                for row in image:
                    for value in row:
                        line += shades[math.ceil(value / 4)] * 2
                    lines.append(line)
                return "\\n".join(lines)
            """,
            "Your line still holds the rows before it. Start an empty one for each row.",
        ),
        Mistake(
            """
            def render(image, shades="·░▒▓█"):
                lines = []
                for i in range(8):
                    line = "".join(shades[math.ceil(image[i, j] / 4)] * 2 for j in range(8))
                    lines.append(line)
                return "\\n".join(lines)
            """,
            "You take eight rows and columns for granted. Images have other sizes, too: "
            "`image.shape` tells.",
        ),
        Mistake(
            ('return "\\n".join(lines)', 'print("\\n".join(lines))'),
            "`print` shows the picture, but whoever calls the function gets None.",
        ),
        Mistake(
            ("math.ceil(value / 4)", "np.ceil(value / 4)"),
            "`np.ceil` gives a float, and only an integer can be an index. `math.ceil` gives one.",
        ),
        Mistake(
            ("math.ceil(value / 4)", "-(-value // 4)"),
            "With floats, `//` gives a float, and only an integer can be an index. Images come "
            "in int64 and in float64: `math.ceil` gives an integer for both.",
        ),
        Mistake(
            ('"\\n".join(lines)', '"".join(line + "\\n" for line in lines).strip()'),
            "`strip` takes away the line break at the end, and all spaces at both ends with it. "
            "Where paper is a space, it is lost. Put line breaks between lines: `join` does that.",
        ),
        Mistake(
            ("in image:", "in image[image.any(axis=1)]:"),
            "You leave out blank rows. They are lines, too.",
        ),
    ],
)
