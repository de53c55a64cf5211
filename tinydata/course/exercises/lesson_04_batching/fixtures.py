"""Fixtures that exercises of this lesson share."""

from tinydata.course.exercises.fixtures import RecordingDataset, digits


class FirstThree:
    """The first three samples of a longer list. Beyond its end it answers, without an error."""

    def __init__(self, samples):
        self.samples = samples

    def __len__(self):
        return 3

    def __getitem__(self, index):
        return self.samples[index]


def five_samples():
    """Five samples of two numbers in a list, which is a dataset too, and all the digits."""
    samples = [(0.1, 0), (0.2, 1), (0.3, 0), (0.4, 1), (0.5, 1)]
    classes = {"RecordingDataset": RecordingDataset, "FirstThree": FirstThree}
    return {"samples": samples, **classes, **digits()}
