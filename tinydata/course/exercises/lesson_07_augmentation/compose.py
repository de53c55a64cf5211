"""Exercise augmentation.compose: One after the other."""

from tinydata.course.exercise import Case, Exercise, Mistake
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


def simple_transforms():
    """Small transforms whose order can be seen, and three that test your care."""

    def double(image):
        return image * 2

    def add_one(image):
        return image + 1

    def mirror(image):
        return image[..., ::-1]

    def wipe_first_row(image):
        image[0] = 0
        return image

    def left_half(image):
        return image[..., :1] / 2

    functions = (double, add_one, mirror, wipe_first_row, left_half)
    return {function.__name__: function for function in functions} | small_images()


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
    given=simple_transforms,
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
            augment = Compose([add_one, double])
            augment(image)
            """,
            "np.array([[4, 6, 8], [10, 12, 14]])",
            fresh=["image"],
            why="First one more, then doubled: 1 becomes 4.",
        ),
        Case(
            """
            augment = Compose([add_one, double, mirror, add_one])
            augment(image)
            """,
            "np.array([[9, 7, 5], [15, 13, 11]])",
            fresh=["image"],
            why="Each transform should get what the one before it returned.",
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
            augment = Compose([double, mirror])
            [augment(image), augment(images[5])]
            """,
            "[np.array([[6, 4, 2], [12, 10, 8]]), 2 * images[5, :, ::-1]]",
            why="Called again, it should begin anew with the new image.",
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
