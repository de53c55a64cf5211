"""Exercise augmentation.compose: One after the other."""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.lesson_07_augmentation.fixtures import small_images


class Compose:
    """Several transforms, one after the other.

    Parameters
    ----------
    transforms : sequence of functions
        Each takes one image and returns one. It may write to the image that it gets.
    """

    def __init__(self, transforms):
        self.transforms = list(transforms)

    def __call__(self, image):
        """Return what the first transform makes of `image`, changed by the second, and so on.

        `image` itself stays as it is, and the result shares no memory with it.
        """
        image = image.copy()
        for transform in self.transforms:
            image = transform(image)
        return image


def double(image):
    return image * 2


def add_one(image):
    return image + 1


def mirror(image):
    return image[..., ::-1]


def wipe_first_row(image):
    image[:1] = 0
    return image


def left_half(image):
    return image[..., :1] / 2


def broken(image):
    raise ValueError("broken")


SIMPLE = [double, add_one, mirror, wipe_first_row, left_half]


class Named:
    """A transform that is shown by its name alone."""

    def __init__(self, transform):
        self.transform = transform

    def __call__(self, image):
        return self.transform(image)

    def __repr__(self):
        return self.transform.__name__


class Noise:
    """Adds a number that it draws, another one in each call."""

    def __init__(self, seed):
        self.seed = seed
        self.generator = np.random.default_rng(seed)

    def __call__(self, image):
        return image + self.generator.integers(100)

    def __repr__(self):
        return f"Noise({self.seed})"


def transforms_and_image(draw):
    """None, a few or hundreds of transforms, now and then a broken one; images of all shapes."""
    number, rows = draw.shuffled([draw.size(), draw.size()])
    named = [Named(transform) for transform in SIMPLE]  # the same one may come again
    transforms = [draw.choice(named) for _ in range(min(number, 300))]
    if draw.chance(0.4):
        transforms.insert(draw.integer(0, len(transforms)), Noise(draw.integer(0, 99)))
    if draw.chance(0.1):
        transforms.insert(draw.integer(0, len(transforms)), Named(broken))
    return {
        "transforms": draw.choice([list, tuple])(transforms),
        "image": draw.array(rows, *draw.shape(1, 2), dtype=draw.dtype("biuf").newbyteorder("=")),
    }


CALL = """
image = image.copy()
for transform in self.transforms:
    image = transform(image)
return image
"""

EXERCISE = Exercise(
    id="augmentation.compose",
    title="One after the other",
    goal="Write `__call__` of `Compose`: it puts an image through all transforms, in their "
    "order. A transform may be careless and write to the image that it gets, or return that "
    "same image. Even then, the image that *you* were given stays as it is, and what you "
    "return is a new array.",
    predict="`Compose([])` has nothing to do. What should it return?",
    minutes=4,
    difficulty=1,
    solution=Compose,
    write=["__call__"],
    given=lambda: {function.__name__: function for function in SIMPLE} | small_images(),
    hints=[
        "A loop over `self.transforms`. Each transform gets what the one before it returned.",
        "One variable is enough: `image = transform(image)`, again and again.",
        "Before the loop, `image = image.copy()`: then a transform can write to nothing but "
        "your copy.",
    ],
    cases=[
        Case(
            """
            augment = Compose([double])
            augment(image)
            """,
            "np.array([[2, 4, 6], [8, 10, 12]])",
            fresh=["image"],
            why="One transform: the result is what it returns.",
        ),
        Case(
            """
            augment = Compose([double, add_one])
            augment(image)
            """,
            "np.array([[3, 5, 7], [9, 11, 13]])",
            fresh=["image"],
            why="First doubled, then one more: 1 becomes 3.",
        ),
        Case(
            """
            augment = Compose([])
            augment(image)
            """,
            "np.array([[1, 2, 3], [4, 5, 6]])",
            fresh=["image"],
            why="With no transforms, the result is a copy of the image.",
        ),
        Case(
            """
            augment = Compose([mirror])
            augment(image)
            """,
            "np.array([[3, 2, 1], [6, 5, 4]])",
            fresh=["image"],
            why="`mirror` returns a view of what it gets. That should be a view of your copy.",
        ),
        Case(
            """
            augment = Compose([wipe_first_row, add_one])
            augment(image)
            """,
            "np.array([[1, 1, 1], [5, 6, 7]])",
            fresh=["image"],
            why="The first row is wiped, then all pixels get one more.",
        ),
        Case(
            """
            augment = Compose([left_half, add_one])
            augment(image)
            """,
            "np.array([[1.5], [3.0]])",
            fresh=["image"],
            why="`left_half` keeps the first column and halves it. A transform may change the "
            "shape and the dtype: hand on what it returns.",
        ),
        Case(
            """
            augment = Compose([Compose([double, add_one]), mirror])
            augment(photo)
            """,
            "np.stack([np.array([[3, 2, 1], [6, 5, 4]]) * 2 * n + 1 for n in [1, 10, 100]])",
            fresh=["photo"],
            why="A `Compose` is a function of one image too, and may be one of the transforms.",
        ),
    ],
    examples=[
        Examples(
            transforms_and_image,
            ["augment(image)"],
            make="augment = Compose(transforms)",
            fresh=["image"],
            why="Each transform should be called once, in order, with what the one before it "
            "returned; an error of one of them is not for you to catch.",
        ),
    ],
    mistakes=[
        Mistake(
            ("image = image.copy()", "pass"),
            "You do not copy. A transform that writes then writes to the data set, and without "
            "any transforms the image itself comes back.",
        ),
        Mistake(
            (
                CALL,
                """
                for transform in self.transforms:
                    image = transform(image)
                return image.copy()
                """,
            ),
            "You copy at the end. By then, a transform that writes has written to the image "
            "that you were given. Copy before the loop.",
        ),
        Mistake(
            ("in self.transforms", "in reversed(self.transforms)"),
            "You begin with the last transform. The first one in the list comes first.",
        ),
        Mistake(
            (
                CALL,
                """
                for transform in self.transforms:
                    changed = transform(image.copy())
                return changed
                """,
            ),
            "Each transform gets the image as it was, and only the last one's work is "
            "returned. Hand on what the one before returned.",
        ),
        Mistake(
            (
                """
                for transform in self.transforms:
                    image = transform(image)
                return image
                """,
                """
                for transform in self.transforms:
                    return transform(image)
                """,
            ),
            "You return inside the loop, after the first transform.",
        ),
        Mistake(
            ("            image = transform(image)", "            transform(image)"),
            "You call the transforms and drop what they return. `image = transform(image)` "
            "keeps it.",
        ),
        Mistake(
            (CALL, "return [transform(image.copy()) for transform in self.transforms]"),
            "You return a list, with what each transform alone makes of the image. They should "
            "follow one another.",
        ),
        Mistake(
            (
                CALL,
                """
                image = self.transforms[0](image.copy())
                return self.transforms[1](image)
                """,
            ),
            "You apply the first two transforms. There may be any number of them, or none.",
        ),
        Mistake(
            ("image = transform(image)", "image[:] = transform(image)"),
            "You write each result into your copy, which keeps its shape and dtype. A crop may "
            "be smaller, and a half is no integer: take what the transform returns.",
        ),
        Mistake(
            (
                CALL,
                """
                image = image.copy()
                while self.transforms:
                    image = self.transforms.pop(0)(image)
                return image
                """,
            ),
            "You take the transforms out of the list: the second image finds none left.",
        ),
    ],
)
