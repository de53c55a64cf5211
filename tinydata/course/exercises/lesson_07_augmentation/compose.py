"""Exercise augmentation.compose: One row for all."""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.lesson_07_augmentation.fixtures import small_images


class Compose:
    """Several transforms, one after the other.

    Parameters
    ----------
    transforms : sequence of objects with `numbers_per_image` and `apply`

    Attributes
    ----------
    numbers_per_image : int
        As many as all of them take together.
    """

    def __init__(self, transforms):
        self.transforms = list(transforms)
        self.numbers_per_image = sum(t.numbers_per_image for t in self.transforms)

    def apply(self, image, numbers):
        """Return a new image: each transform gets what the one before returned.

        `numbers` is an array of shape (numbers_per_image,). The first transform gets
        as many as it takes, from the front, the second those after them, and so on.
        """
        image = image.copy()
        start = 0
        for transform in self.transforms:
            stop = start + transform.numbers_per_image
            image = transform.apply(image, numbers[start:stop])
            start = stop
        return image


class Part:
    """A transform that is shown by its name alone."""

    def __init__(self, name, numbers_per_image, function):
        self.name = name
        self.numbers_per_image = numbers_per_image
        self.apply = function

    def __repr__(self):
        return self.name


class Noise:
    """Adds a number, and one that it draws: another one in each call."""

    numbers_per_image = 1

    def __init__(self, seed):
        self.seed = seed
        self.generator = np.random.default_rng(seed)

    def apply(self, image, numbers):
        return image + numbers[0] + self.generator.integers(100)

    def __repr__(self):
        return f"Noise({self.seed})"


def add(image, numbers):
    return image + numbers[0]


def scale(image, numbers):
    return image * numbers[0] + numbers[1]


def weigh(image, numbers):
    return image + numbers.dot(np.arange(1, len(numbers) + 1))


def mirror(image, numbers):
    return image[..., ::-1]


def wipe(image, numbers):
    image[:1] = 0
    return image


def left_half(image, numbers):
    return image[..., :1] / 2


def broken(image, numbers):
    raise ValueError("broken")


def parts():
    """Transforms that take none to three numbers."""
    takes = {add: 1, scale: 2, weigh: 3, mirror: 0, wipe: 0, left_half: 0}
    return {f.__name__: Part(f.__name__, count, f) for f, count in takes.items()}


def transforms_and_numbers(draw):
    """None, a few or hundreds of transforms, now and then a broken one; images of all shapes."""
    number, rows = draw.shuffled([draw.size(), draw.size()])
    simple = list(parts().values())  # the same one may come again
    transforms = [draw.choice(simple) for _ in range(min(number, 300))]
    if draw.chance(0.4):
        transforms.insert(draw.integer(0, len(transforms)), Noise(draw.integer(0, 99)))
    if draw.chance(0.1):
        transforms.insert(draw.integer(0, len(transforms)), Part("broken", 1, broken))
    count = sum(transform.numbers_per_image for transform in transforms)
    return {
        "transforms": draw.choice([list, tuple])(transforms),
        "image": draw.array(
            rows, *draw.shape(1, 2), dtype=draw.dtype("biuf").newbyteorder("=")
        ),
        "numbers": np.array(draw.integers(count, 0, 999)) / 1000,
    }


TOGETHER = "self.numbers_per_image = sum(t.numbers_per_image for t in self.transforms)"
LOOP = """
start = 0
for transform in self.transforms:
    stop = start + transform.numbers_per_image
    image = transform.apply(image, numbers[start:stop])
    start = stop
return image
"""

EXERCISE = Exercise(
    id="augmentation.compose",
    title="One row for all",
    goal="Write `Compose`. It is made of several transforms, and is a transform itself: "
    "`numbers_per_image` says how many numbers they take together, and "
    "`apply(image, numbers)` puts an image through all of them, in order. Each gets its own "
    "part of the row. A badly written transform may write to the image that it gets, or return "
    "a view of it. Even then, the image that *you* were given stays as it is, and what you "
    "return is a new array.",
    predict="A flip takes one number, a crop two. In `Compose([crop, flip])`, which number of "
    "the row does the flip get?",
    minutes=7,
    difficulty=2,
    solution=Compose,
    gives=["RandomCrop", "RandomHorizontalFlip"],
    given=lambda: parts() | small_images(),
    hints=[
        "Keep the transforms in `__init__`, and set `self.numbers_per_image` there: a sum over "
        "all of them. `apply` is a loop in which each gets what the one before it returned.",
        "In the loop, a variable `start` says where the next transform's numbers begin. They "
        "end before `start + transform.numbers_per_image`, where those of the one after "
        "begin.",
        "Before the loop, `image = image.copy()` and `start = 0`. In it, "
        "`image = transform.apply(image, numbers[start:stop])`, then `start = stop`.",
    ],
    cases=[
        Case(
            """
            augment = Compose([add])
            augment.apply(image, np.array([0.5]))
            """,
            "np.array([[1.5, 2.5, 3.5], [4.5, 5.5, 6.5]])",
            fresh=["image"],
            why="`add` takes one number and adds it: the result is what it returns.",
        ),
        Case(
            "[Compose(t).numbers_per_image for t in [[add], [add, scale], [scale, mirror], []]]",
            "[1, 3, 2, 0]",
            why="`add` takes one number, `scale` two, `mirror` none. Together they take the sum.",
        ),
        Case(
            """
            augment = Compose([add, scale])
            augment.apply(image, np.array([0.5, 2, 0.25]))
            """,
            "np.array([[3.25, 5.25, 7.25], [9.25, 11.25, 13.25]])",
            fresh=["image"],
            why="`add` takes the first number, and `scale` multiplies by its first, here 2, "
            "and adds its second: 1 becomes 1.5, then 3.25.",
        ),
        Case(
            """
            augment = Compose([scale, mirror, add])
            augment.apply(image, np.array([2, 0.25, 0.5]))
            """,
            "np.array([[6.75, 4.75, 2.75], [12.75, 10.75, 8.75]])",
            fresh=["image"],
            why="`scale` takes two numbers, `mirror` none, `add` the third: 3 becomes 6.25, "
            "comes first, and becomes 6.75.",
        ),
        Case(
            """
            transforms = [add, scale]
            Compose(transforms).apply(image, np.array([0.5, 2, 0.25]))
            transforms == [add, scale]
            """,
            "True",
            why="Your list of transforms should not change that of whoever made the object.",
        ),
        Case(
            """
            augment = Compose([])
            augment.apply(image, np.array([]))
            """,
            "np.array([[1, 2, 3], [4, 5, 6]])",
            fresh=["image"],
            why="With no transforms, the result is a copy of the image.",
        ),
        Case(
            """
            augment = Compose([wipe, add])
            augment.apply(image, np.array([0.5]))
            """,
            "np.array([[0.5, 0.5, 0.5], [4.5, 5.5, 6.5]])",
            fresh=["image"],
            why="`wipe` writes zeros into the first row of the image that it gets. That should "
            "be your copy.",
        ),
        Case(
            """
            augment = Compose([left_half, add])
            augment.apply(image, np.array([0.5]))
            """,
            "np.array([[1.0], [2.5]])",
            fresh=["image"],
            why="`left_half` keeps the first column and halves it. A transform may change the "
            "shape and the dtype: hand on what it returns.",
        ),
        Case(
            """
            augment = Compose([Compose([scale, add]), add])
            augment.apply(photo, np.array([2, 0.25, 0.5, 0.125]))
            """,
            "photo * 2 + 0.875",
            fresh=["photo"],
            why="A `Compose` has both names too, and may be one of the transforms.",
        ),
    ],
    examples=[
        Examples(
            transforms_and_numbers,
            ["augment.apply(image, numbers)", "augment.numbers_per_image"],
            make="augment = Compose(transforms)",
            fresh=["image"],
            why="Each transform should be applied once, in order, to what the one before it "
            "returned, with its own numbers as an array; an error of one of them is not for "
            "you to catch.",
        ),
    ],
    mistakes=[
        Mistake(
            ("numbers[start:stop]", "numbers"),
            "Each transform gets the whole row, and takes from its front what another one "
            "took. Then the same number decides twice: a mirrored image would never lie low. "
            "Give each its own part.",
        ),
        Mistake(
            ("numbers[start:stop]", "numbers[start:]"),
            "Each transform gets its own numbers and all that follow. End its part where the "
            "next one's begins.",
        ),
        Mistake(
            ("            start = stop", "            pass"),
            "You do not move on: every part begins at the front of the row, so that the same "
            "number decides twice.",
        ),
        Mistake(
            [
                (
                    "for transform in self.transforms:",
                    "for start, transform in enumerate(self.transforms):",
                ),
                ("            start = stop", "            pass"),
            ],
            "A part does not begin at the number of its transform: those before it may take "
            "several numbers, or none. Keep a `start` that moves on by as many as were taken.",
        ),
        Mistake(
            ("stop = start + transform.numbers_per_image", "stop = start + 1"),
            "You give one number to each transform. A crop takes two, and some take none: ask "
            "`transform.numbers_per_image`.",
        ),
        Mistake(
            [
                ("start = 0", "stop = len(numbers)"),
                ("            start = stop", "            stop = start"),
                (
                    "stop = start + transform.numbers_per_image",
                    "start = stop - transform.numbers_per_image",
                ),
            ],
            "You deal the row out from its end. The first transform takes from the front.",
        ),
        Mistake(
            (
                "sum(t.numbers_per_image for t in self.transforms)",
                "len(self.transforms)",
            ),
            "You count the transforms. Each takes numbers of its own, none or several: add "
            "their `numbers_per_image`.",
        ),
        Mistake(
            (
                "sum(t.numbers_per_image for t in self.transforms)",
                "max([t.numbers_per_image for t in self.transforms], default=0)",
            ),
            "You take the largest number that one of them needs. Nothing is shared: add them.",
        ),
        Mistake(
            (TOGETHER, "pass"),
            "Your object has no `numbers_per_image`, so that nobody knows how long a row to "
            "draw. Set it in `__init__`.",
        ),
        Mistake(
            ("image = image.copy()", "pass"),
            "You do not copy. A transform that writes then writes to the data set, and without "
            "any transforms the image itself comes back.",
        ),
        Mistake(
            [("image = image.copy()", "pass"), ("return image", "return image.copy()")],
            "You copy at the end. By then, a transform that writes has written to the image "
            "that you were given. Copy before the loop.",
        ),
        Mistake(
            (
                "for transform in self.transforms:",
                "for transform in reversed(self.transforms):",
            ),
            "You begin with the last transform. The first one in the list comes first.",
        ),
        Mistake(
            [
                ("start = 0", "start, changed = 0, image"),
                (
                    "image = transform.apply(image,",
                    "changed = transform.apply(image.copy(),",
                ),
                ("return image", "return changed"),
            ],
            "Each transform gets the image as it was, and only the last one's work is "
            "returned. Hand on what the one before returned.",
        ),
        Mistake(
            ("            start = stop", "            return image"),
            "You return inside the loop, after the first transform.",
        ),
        Mistake(
            ("image = transform.apply(", "transform.apply("),
            "You apply the transforms and drop what they return. `image = transform.apply(…)` "
            "keeps it.",
        ),
        Mistake(
            ("image = transform.apply(", "image[:] = transform.apply("),
            "You write each result into your copy, which keeps its shape and dtype. A crop may "
            "be smaller, and a half is no integer: take what the transform returns.",
        ),
        Mistake(
            ("transform.apply(image, numbers[start:stop])", "transform(image)"),
            "You call the transform, which would draw numbers of its own. Apply it to the ones "
            "that you are given: `transform.apply(image, …)`.",
        ),
        Mistake(
            (
                "numbers[start:stop]",
                "np.random.default_rng(0).random(transform.numbers_per_image)",
            ),
            "You draw numbers yourself. They are drawn already, by whoever calls you: use them.",
        ),
        Mistake(
            ("numbers[start:stop]", "list(numbers[start:stop])"),
            "You hand on a list. A transform may count on an array: a slice of the row is one.",
        ),
        Mistake(
            [
                (
                    "self.transforms = list(transforms)",
                    "self.transforms, self.start = list(transforms), 0",
                ),
                ("        start = 0", "        start = self.start"),
                ("            start = stop", "            self.start = start = stop"),
            ],
            "Where the numbers begin is kept in the object, so that a second image finds none "
            "left. Each row begins at 0.",
        ),
        Mistake(
            (
                LOOP,
                """
                while self.transforms:
                    stop = self.transforms[0].numbers_per_image
                    image = self.transforms.pop(0).apply(image, numbers[:stop])
                    numbers = numbers[stop:]
                return image
                """,
            ),
            "The second image finds no transforms left. Keep them in a list, and only loop.",
        ),
    ],
)
