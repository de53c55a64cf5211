"""What the lessons say of PyTorch holds for the installed version: each statement has its test."""

import collections
import inspect
import json
import os
import threading
import tracemalloc
import types

import numpy as np
import pytest
from in_pytorch import code, statements
from PIL import Image

import tinydata
from tinydata.course.exercise import find
from tinydata.course.notebook.files import FOLDER
from tinydata.course.notebook.stubs import solution_object
from tinydata.digits import digits_datasets, load_digits
from tinydata.network import TwoLayerNetwork
from tinydata.sources import ImageFolder, write_image_folder

LESSONS = [path.stem[:2] for path in sorted(FOLDER.glob("*.ipynb"))]
SAID = collections.defaultdict(list)


def says(lesson, sentence):
    """Mark the test of one statement. Whoever changes the statement should look at its test."""

    def mark(test):
        SAID[lesson].append(sentence)
        return test

    return mark


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_statement_has_a_test(lesson):
    assert sorted(statements(lesson)) == sorted(SAID[lesson])


@pytest.fixture
def torch():
    return pytest.importorskip("torch")


@pytest.fixture
def utils(torch):
    import torch.utils.data

    return torch.utils.data


@pytest.fixture
def v2(torch):
    pytest.importorskip("torchvision")
    from torchvision.transforms import v2

    return v2


@pytest.fixture(scope="module")
def digits():
    """The digits as lesson 3 has them: images, labels, and a dataset of both."""
    images, labels = load_digits()
    return images, labels, tinydata.TensorDataset(images, labels)


def run(lesson, **names):
    """What the section's code binds."""
    exec(code(lesson), names)
    return types.SimpleNamespace(**names)


class Count(tinydata.Dataset):
    """Each sample is made by a function of its index."""

    def __init__(self, length, make):
        self.length, self.make = length, make

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        return self.make(index)


class Watched(Count):
    def __init__(self, length, make=lambda index: index):
        super().__init__(length, make)
        self.asked = []

    def __getitem__(self, index):
        self.asked.append(index)
        return super().__getitem__(index)


# Lesson 0


@says(
    "00",
    "PyTorch is a framework that many people train neural networks with. The two for lines of the"
    " pipeline read almost the same there, since this course uses PyTorch's names on purpose:"
    " Dataset, DataLoader, batch_size, shuffle. Each lesson has a section like this one, which says"
    " what is the same and what differs.",
)
def test_the_loop_with_their_loader(torch, utils):
    train, test = digits_datasets()
    generator = torch.Generator().manual_seed(0)
    assert isinstance(train, tinydata.Dataset) and utils.Dataset
    loader = utils.DataLoader(train, batch_size=32, shuffle=True, generator=generator)
    network = TwoLayerNetwork(generator=0)
    for _ in range(20):
        for batch_images, batch_labels in loader:
            network.forward(batch_images.numpy())
            network.backward(batch_labels.numpy())
            network.step(learning_rate=0.1)
    images, labels = test.arrays
    assert (network.predict(images) == labels).mean() > 0.95
    assert all(statements(lesson) for lesson in LESSONS)


# Lesson 1


@says("01", "PyTorch calls its arrays **tensors**. What you know carries over:")
def test_tensors(torch, digits):
    images = digits[0]
    lines = dict(line.split("#") for line in code("01").splitlines() if "#" in line)
    names = {"torch": torch, "images": images}
    t = names["t"] = run("01", images=images).t
    assert np.shares_memory(t.numpy(), images)
    results = {comment.strip(): line for line, comment in lines.items() if "t =" not in line}
    values = {comment: eval(line, names) for comment, line in results.items()}
    assert values["torch.Size([1797, 8, 8]), torch.float64"] == (
        torch.Size([1797, 8, 8]),
        torch.float64,
    )
    assert values["bytes, as batch_bytes counts them"] == images.nbytes
    np.testing.assert_allclose(values["axis is called dim"], images.mean(axis=0))
    assert values["64: uint8 wraps around here, too"].tolist() == [5 * 64 % 256] == [64]


@says(
    "01",
    "An image has a **channel** axis there, even a grey one: (1, 8, 8) for a sample, (32, 1, 8, 8)"
    " for a batch. Colour comes first, (3, 224, 224), while NumPy and image files mostly have it"
    " last.",
)
def test_channels_come_first(torch, v2):
    grey, colour = Image.new("L", (8, 8)), Image.new("RGB", (224, 224))
    assert v2.ToImage()(grey).shape == (1, 8, 8)
    assert v2.ToImage()(colour).shape == (3, 224, 224)
    assert np.array(colour).shape == (224, 224, 3)
    layer = torch.nn.Conv2d(1, 4, 3)
    assert layer(torch.zeros(32, 1, 8, 8)).shape == (32, 4, 6, 6)
    with pytest.raises(RuntimeError, match="channels"):
        layer(torch.zeros(32, 8, 8))


@says("01", "Networks expect float32. Ours are float64 until you convert them.")
def test_networks_expect_float32(torch, digits):
    layer = torch.nn.Linear(64, 10)
    flat = torch.from_numpy(digits[0]).reshape(-1, 64)
    assert flat.dtype == torch.float64
    with pytest.raises(RuntimeError, match="dtype"):
        layer(flat)
    assert layer(flat.float()).dtype == torch.float32


@says(
    "01",
    "Converting uint8 images with torchvision's ToDtype(torch.float32, scale=True) divides by 255."
    " Our digits end at 16 and would not get beyond 0.063: divide by 16 yourself.",
)
def test_scaling_divides_by_255(torch, v2, digits):
    small = torch.from_numpy(digits[0].astype(np.uint8))
    scaled = v2.ToDtype(torch.float32, scale=True)(small)
    np.testing.assert_allclose(scaled, digits[0] / 255, rtol=1e-6)
    assert 0.062 < scaled.max() < 0.063


# Lesson 2


@says(
    "02",
    "The protocol is the same: torch.utils.data.Dataset is a base class for __len__ and"
    " __getitem__. Your three classes work in PyTorch's loader as they are.",
)
def test_the_learner_s_datasets_in_their_loader(utils, digits, tmp_path):
    images, labels, _ = digits
    write_image_folder(tmp_path, (images[:40] * 15).astype(np.uint8), labels[:40])
    arrays, folder, cached = [
        solution_object(find(f"dataset.{name}")) for name in ("digits", "folder", "cache")
    ]
    for dataset in (arrays(images, labels), folder(tmp_path), cached(arrays(images, labels))):
        batches = list(utils.DataLoader(dataset, 32))
        seen = [int(label) for _, batch_labels in batches for label in batch_labels]
        assert seen == [int(dataset[i][1]) for i in range(len(dataset))]
        assert batches[0][0].shape == (32, 8, 8)
    assert hasattr(utils.Dataset, "__getitem__")


@says(
    "02",
    "torchvision's ImageFolder opens pictures in colour, and leaves it to transform to make arrays"
    " of them. Ours returns arrays: grey ones as (H, W), coloured ones as (3, H, W).",
)
def test_image_folders(v2, tmp_path, monkeypatch):
    grey = np.full((6, 4), 7, np.uint8)
    for name, image in [("cat", grey), ("dog", np.stack([grey] * 3, axis=-1))]:
        (tmp_path / "photos" / name).mkdir(parents=True)
        Image.fromarray(image).save(tmp_path / "photos" / name / "0001.png")
    monkeypatch.chdir(tmp_path)
    names = run("02", np=np)
    assert names.dataset.classes == ["cat", "dog"]
    assert names.image.shape == (6, 4, 3) and names.label == 0
    plain, _ = names.ImageFolder("photos")[0]
    assert isinstance(plain, Image.Image) and plain.mode == "RGB"
    ours = ImageFolder("photos")
    assert [ours[i][0].shape for i in range(2)] == [(6, 4), (3, 6, 4)]


@says(
    "02",
    "PyTorch's loader asks for every index below the length. A for loop over PyTorch's Dataset goes"
    " on until an IndexError, where one over ours ends at the length.",
)
def test_their_loader_goes_by_the_length_and_a_loop_by_an_error(utils):
    endless = Watched(10)
    list(utils.DataLoader(endless, 4))
    assert endless.asked == list(range(10))
    for base, rounds in [(utils.Dataset, 10), (tinydata.Dataset, 5)]:
        methods = {"__len__": lambda self: 5, "__getitem__": lambda self, i: range(10)[i]}
        assert len([*iter(type("Longer", (base,), methods)())]) == rounds


# Lesson 3


@says("03", "The names and the arguments are the same:")
def test_tensor_dataset_and_split(torch, digits):
    images, labels, dataset = digits
    theirs = run("03", images=images, labels=labels)
    np.testing.assert_array_equal(theirs.image, dataset[3][0])
    assert theirs.label == dataset[3][1]
    ours = tinydata.random_split(dataset, [0.8, 0.2], generator=0)
    assert [len(theirs.train), len(theirs.test)] == [len(part) for part in ours]
    assert {*theirs.train.indices} | {*theirs.test.indices} == set(range(len(dataset)))
    for name in ("Subset", "random_split"):
        both = [inspect.signature(getattr(kind, name)) for kind in (torch.utils.data, tinydata)]
        assert list(both[0].parameters) == list(both[1].parameters)


@says(
    "03",
    "TensorDataset takes tensors only, and a tensor holds no text. File names need a dataset of"
    " your own.",
)
def test_tensors_hold_no_text(torch, utils, digits):
    for no_tensors in (["0000.png"], digits[0]):
        with pytest.raises((TypeError, AttributeError)):
            utils.TensorDataset(no_tensors)
    with pytest.raises((TypeError, ValueError)):
        torch.tensor(["0000.png"])


@says("03", "Lengths that disagree raise an AssertionError that does not tell them.")
def test_lengths_that_disagree(torch, utils):
    with pytest.raises(AssertionError) as raised:
        utils.TensorDataset(torch.zeros(5), torch.zeros(7))
    assert not set("57") & set(str(raised.value))


@says("03", "A single label is a view as well: label += 1 changes the dataset.")
def test_a_label_is_a_view(torch, utils):
    dataset = utils.TensorDataset(torch.zeros(5, 8, 8), torch.arange(5))
    _, label = dataset[3]
    label += 1
    assert dataset[3][1] == 4


@says(
    "03",
    "Subset does not look at its indices when it is made. Wrong ones fail, or give wrong samples,"
    " when somebody asks.",
)
def test_subsets_do_not_look(utils):
    part = utils.Subset(range(5), [99, -7])
    for index in range(2):
        with pytest.raises(IndexError):
            part[index]
    mask = np.arange(5) == 3
    assert list(utils.Subset("abcde", mask.astype(int))) == ["a", "a", "a", "b", "a"]


@says(
    "03",
    "random_split(dataset, [1]) gives all samples, not one: lengths that sum to one are read as"
    " fractions, whatever their type.",
)
def test_one_is_a_fraction(utils):
    assert [len(part) for part in utils.random_split(range(9), [1])] == [9]
    with pytest.raises(ValueError):
        tinydata.random_split(range(9), [1])


# Lesson 4


@says(
    "04",
    "The names and the algorithm are the same, and it takes your dataset as it is: anything with"
    " __len__ and __getitem__ will do.",
)
@says("04", "Batches are tensors, and a batch of tuples comes as a *list* of tensors.")
def test_their_loader(torch, utils, digits):
    names = run("04", dataset=digits[2])
    assert len(names.loader) == len(digits[1]) // 32
    assert names.batch_images.shape == (32, 8, 8) and names.batch_labels.shape == (32,)
    batch = next(iter(names.loader))
    assert type(batch) is list and all(isinstance(part, torch.Tensor) for part in batch)
    np.testing.assert_array_equal(batch[0], digits[0][:32])

    class Two:
        def __len__(self):
            return 2

        def __getitem__(self, index):
            return [7, 8][index]

    assert [b.tolist() for b in utils.DataLoader(Two())] == [[7], [8]]


@says(
    "04",
    "drop_last is one of many arguments that can be given by position there, and in the package."
    " Your loader wants its name, drop_last=True, which is right in all three.",
)
def test_drop_last(utils):
    yours = solution_object(find("batching.length"))
    kinds = {"theirs": utils.DataLoader, "ours": tinydata.DataLoader, "yours": yours}
    for name, kind in kinds.items():
        parameter = inspect.signature(kind).parameters["drop_last"]
        by_name = parameter.kind is inspect.Parameter.KEYWORD_ONLY
        assert by_name == (name == "yours"), name
        assert len(kind(range(5), batch_size=2, drop_last=True)) == 2


def process_and_thread(index):
    return os.getpid(), threading.get_ident()


@says("04", "num_workers=4 starts four processes that load batches ahead. Ours are threads.")
def test_their_workers_are_processes(utils):
    dataset = Count(32, process_and_thread)
    options = {"batch_size": 2, "num_workers": 4, "multiprocessing_context": "fork"}
    theirs = {int(pid) for pids, _ in utils.DataLoader(dataset, **options) for pid in pids}
    assert len(theirs) == 4 and os.getpid() not in theirs
    assert utils.DataLoader(dataset, **options).prefetch_factor == 2  # batches, for each worker
    ours = [
        (int(p), int(t))
        for ps, ts in tinydata.DataLoader(dataset, 2, num_workers=4)
        for p, t in zip(ps, ts, strict=True)
    ]
    assert {pid for pid, _ in ours} == {os.getpid()}
    assert threading.get_ident() not in {thread for _, thread in ours}


# Lesson 5


@says(
    "05",
    "Names and parts are the same: DataLoader chooses a sampler and puts a BatchSampler around it,"
    " and refuses sampler together with shuffle=True.",
)
def test_samplers(torch, utils):
    names = run("05", dataset=range(50))
    for loader in (names.loader, utils.DataLoader(range(50), shuffle=True)):
        assert type(loader.sampler) is names.RandomSampler
        assert type(loader.batch_sampler) is names.BatchSampler
        assert loader.batch_sampler.sampler is loader.sampler
    assert type(utils.DataLoader(range(50)).sampler) is names.SequentialSampler
    with pytest.raises(ValueError):
        utils.DataLoader(range(50), sampler=[0], shuffle=True)


@says(
    "05",
    "generator is a torch.Generator, not a seed. Without one, PyTorch draws from its global random"
    " state, which torch.manual_seed sets.",
)
def test_generators(torch, utils):
    with pytest.raises((TypeError, AttributeError, ValueError)):
        list(utils.DataLoader(range(50), shuffle=True, generator=0))
    orders = []
    for _ in range(2):
        torch.manual_seed(3)
        orders.append([int(i) for i in utils.DataLoader(range(50), shuffle=True)])
    assert orders[0] == orders[1] != sorted(orders[0])


@says("05", "The same seed gives other orders than here, since the streams differ.")
def test_orders_differ(torch, utils):
    for seed in range(10):
        generator = torch.Generator().manual_seed(seed)
        theirs = [int(i) for i in utils.DataLoader(range(50), shuffle=True, generator=generator)]
        ours = tinydata.DataLoader(range(50), shuffle=True, generator=seed)
        assert theirs != np.concatenate(list(ours)).tolist()


def test_batch_samplers_yield_lists(utils):
    assert hasattr(tinydata.Sampler, "order") and not hasattr(utils.Sampler, "order")
    for kind, result in [(utils, list), (tinydata, np.ndarray)]:
        groups = kind.BatchSampler(kind.SequentialSampler(range(5)), 2, False)
        assert {type(group) for group in groups} == {result}


# Lesson 6


@says(
    "06",
    "default_collate walks down dicts and tuples in the same way, and collate_fn is the same"
    " argument.",
)
def test_collate(torch, utils):
    names = run(
        "06",
        dataset=range(64),
        my_collate=sum,
        list_of_tensors=[torch.ones(5, 2), torch.ones(3, 2)],
    )
    assert list(names.loader) == [sum(range(32)), sum(range(32, 64))]
    assert names.values.shape == (2, 5, 2)
    nested = [{"a": (1, {"b": 2.5})}, {"a": (3, {"b": 4.5})}]
    theirs, ours = utils.default_collate(nested), tinydata.default_collate(nested)
    assert theirs["a"][0].tolist() == ours["a"][0].tolist() == [1, 3]
    assert theirs["a"][1]["b"].tolist() == ours["a"][1]["b"].tolist() == [2.5, 4.5]


Pair = collections.namedtuple("Pair", "image label")


@says(
    "06",
    "A tuple comes back as a *list* of tensors. Here it stays a tuple. (Named tuples keep their"
    " type in both.)",
)
def test_tuples(utils):
    for kind, result in [(utils, list), (tinydata, tuple)]:
        assert type(kind.default_collate([(1, 2), (3, 4)])) is result
        assert type(kind.default_collate([Pair(1, 2), Pair(3, 4)])) is Pair


@says("06", "There are no tensors of strings: you get a list of them, or a tuple.")
def test_strings(utils):
    assert utils.default_collate(["a", "b"]) == ["a", "b"]
    assert utils.default_collate([(1, "a"), (2, "b")])[1] == ("a", "b")


@says(
    "06",
    "The error for shapes reads stack expects each tensor to be equal size, but got [8, 8] at entry"
    " 0 and [8, 7] at entry 3. It names the position in the batch, but neither the key nor the"
    " indices.",
)
def test_the_error_for_shapes(utils):
    shapes = [(8, 8)] * 3 + [(8, 7)]
    samples = [{"image": np.zeros(shape)} for shape in shapes]
    loader = utils.DataLoader(samples, 2, sampler=[1, 3])
    with pytest.raises(RuntimeError) as raised:
        list(loader)
    assert "image" not in str(raised.value) and "entry 1" in str(raised.value)
    assert not getattr(raised.value, "__notes__", [])
    with pytest.raises(RuntimeError) as raised:
        utils.default_collate(samples)
    message = "stack expects each tensor to be equal size, but got [8, 8] at entry 0 and [8, 7]"
    assert str(raised.value) == f"{message} at entry 3"


@says(
    "06",
    "Only the keys of the first sample are looked at. Further keys of other samples are dropped"
    " without an error.",
)
def test_keys(utils):
    assert list(utils.default_collate([{"a": 1}, {"a": 2, "b": 3}])) == ["a"]
    with pytest.raises(ValueError):
        tinydata.default_collate([{"a": 1}, {"a": 2, "b": 3}])


@says(
    "06",
    "pad_sequence pads tensors and makes no mask: keep the lengths, and make it from them. Without"
    " batch_first=True the batch axis comes second. There is no pad_collate; you write a function"
    " that collates the parts and pads those that need it.",
)
def test_pad_sequence(torch, utils):
    from torch.nn.utils import rnn

    tensors = [torch.ones(5, 2), torch.ones(3, 2)]
    assert isinstance(rnn.pad_sequence(tensors), torch.Tensor)
    assert rnn.pad_sequence(tensors).shape == (5, 2, 2)
    assert rnn.pad_sequence(tensors[:1] * 3).shape == (5, 3, 2)
    assert not hasattr(utils, "pad_collate")


# Lesson 7


@says(
    "07",
    "The transforms are in torchvision, the package of PyTorch for images. The names and arguments"
    " are those that you used.",
)
@says(
    "07",
    "The datasets take transform=, not the loader, and call it in __getitem__. To have the same"
    " images with and without it, make two datasets.",
)
def test_transforms_of_datasets(torch, utils, v2, monkeypatch):
    from torchvision import datasets

    real = inspect.signature(datasets.CIFAR10).parameters
    assert {"root", "train", "download", "transform"} <= set(real)
    assert "transform" not in inspect.signature(utils.DataLoader).parameters
    assert "self.transform(" in inspect.getsource(datasets.CIFAR10.__getitem__)

    class Fake:  # downloads nothing
        def __init__(self, root, train=True, transform=None, download=False):
            self.image = Image.new("RGB", (32, 32))
            self.transform = transform

        def __getitem__(self, index):
            return self.transform(self.image)

    monkeypatch.setattr(datasets, "CIFAR10", Fake)
    names = run("07")
    for dataset in (names.train, names.test):
        assert dataset[0].shape == (3, 32, 32) and dataset[0].dtype == torch.float32
    for name, arguments in {
        "RandomHorizontalFlip": ["p"],
        "RandomCrop": ["size", "padding"],
    }.items():
        for kind in (v2, tinydata):
            assert (
                list(inspect.signature(getattr(kind, name)).parameters)[: len(arguments)]
                == arguments
            )
    assert list(inspect.signature(v2.Compose).parameters) == ["transforms"]


@says(
    "07",
    "A transform draws at each call, for whichever image comes. Image and mask are passed together,"
    " in one call, so that one draw serves both.",
)
def test_one_call_is_one_draw(torch, v2):
    from torchvision import tv_tensors

    places = torch.arange(64).reshape(1, 8, 8)
    crop = v2.RandomCrop(8, padding=1)
    torch.manual_seed(0)
    seen = set()
    for _ in range(30):
        image, mask = crop(tv_tensors.Image(places), tv_tensors.Mask(places))
        assert torch.equal(image.as_subclass(torch.Tensor), mask.as_subclass(torch.Tensor))
        seen.add(image.numpy().tobytes())
    assert len(seen) > 3
    apart = [torch.equal(crop(places), crop(places)) for _ in range(30)]
    assert not all(apart)


class Crops(Count):
    def __init__(self, crop):
        super().__init__(64, None)
        self.crop = crop

    def __getitem__(self, index):
        import torch

        return self.crop(torch.arange(64).reshape(1, 8, 8))


@says(
    "07",
    "There is no generator=. All transforms draw from PyTorch's global random state, which"
    " torch.manual_seed sets. With num_workers each worker process has a state of its own, so"
    " another number of workers gives other crops.",
)
@says(
    "10",
    "Transforms draw in the worker, from its own random state: another number of workers gives"
    " other crops (lesson 12).",
)
def test_the_global_state_draws(torch, utils, v2):
    assert "generator" not in inspect.signature(v2.RandomCrop).parameters
    assert "generator" not in inspect.signature(v2.RandomHorizontalFlip).parameters
    dataset = Crops(v2.RandomCrop(8, padding=1))

    def epoch(workers):
        torch.manual_seed(0)
        context = "fork" if workers else None
        loader = utils.DataLoader(dataset, 4, num_workers=workers, multiprocessing_context=context)
        return torch.cat(list(loader)).numpy().tobytes()

    epochs = [epoch(workers) for workers in (0, 1, 2)]
    assert len(set(epochs)) == 3
    assert epochs == [epoch(workers) for workers in (0, 1, 2)]


@says(
    "07",
    "Handed a whole batch, a torchvision transform draws *once* for all of its images. Ours draws"
    " for each.",
)
def test_a_batch_is_one_draw(torch, v2):
    batch = np.repeat(np.arange(64.0).reshape(1, 8, 8), 100, axis=0)
    theirs = v2.RandomCrop(8, padding=1)(torch.from_numpy(batch)).numpy()
    ours = tinydata.RandomCrop(8, padding=1, generator=0).batch(batch)
    assert len({image.tobytes() for image in theirs}) == 1
    assert len({image.tobytes() for image in ours}) == 9


@says("07", "It does not always copy: an image that is not flipped comes back itself.")
def test_an_image_that_is_not_flipped(torch, v2):
    image = torch.zeros(1, 8, 8)
    assert v2.RandomHorizontalFlip(p=0)(image).data_ptr() == image.data_ptr()
    array = np.zeros((8, 8))
    assert not np.shares_memory(tinydata.RandomHorizontalFlip(p=0)(array), array)


# Lesson 8


@says(
    "08",
    "backward *adds* to the gradients there, and without zero_grad all batches pile up. Ours"
    " replaces them.",
)
def test_gradients(torch, digits):
    images, labels, _ = digits
    images = (images[:32] / 16).astype(np.float32)
    layer = torch.nn.Linear(64, 10)

    def gradient():
        x, y = torch.from_numpy(images.reshape(-1, 64)), torch.from_numpy(labels[:32])
        torch.nn.functional.cross_entropy(layer(x), y).backward()
        return layer.weight.grad.numpy().copy()

    np.testing.assert_allclose(2 * gradient(), gradient(), rtol=1e-5, atol=1e-7)
    once, twice = TwoLayerNetwork(generator=0), TwoLayerNetwork(generator=0)
    for network, times in [(once, 1), (twice, 2)]:
        network.forward(images)
        for _ in range(times):
            network.backward(labels[:32])
        network.step(0.1)
    for name, parameter in once.parameters.items():
        np.testing.assert_array_equal(parameter, twice.parameters[name])


@says(
    "08",
    "Some layers behave differently in training, dropout for one. model.eval() switches that off."
    " It does *not* switch off your augmentation: that is in the dataset.",
)
def test_training_mode(torch, utils, v2):
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Dropout(), torch.nn.Linear(64, 10))
    x = torch.ones(4, 1, 8, 8)
    model.train()
    assert not torch.equal(model(x), model(x))
    model.eval()
    assert torch.equal(model(x), model(x))
    loader = utils.DataLoader(Crops(v2.RandomCrop(8, padding=1)), 64)
    assert not torch.equal(*[next(iter(loader)) for _ in range(2)])


def test_the_loops_of_lesson_8(torch, utils, digits):
    images, labels, _ = digits
    data = utils.TensorDataset(torch.from_numpy(images).float() / 16, torch.from_numpy(labels))
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(64, 10))
    before = model[1].weight.detach().clone()
    names = run(
        "08",
        torch=torch,
        model=model,
        loader=utils.DataLoader(data, 32),
        test_loader=utils.DataLoader(data, 32),
        optimizer=torch.optim.SGD(model.parameters(), lr=0.1),
        cross_entropy=torch.nn.functional.cross_entropy,
        total=0.0,
        right=0,
    )
    assert 0 < names.total / len(data) < np.log(10)
    assert not torch.equal(before, model[1].weight)
    assert type(names.right) is int and len(data) / 2 < names.right <= len(data)
    assert not model.training and names.loss.requires_grad


@says(
    "08",
    "torchvision's datasets take transform= when they are made. Make two, one with the random"
    " transform and one without. Draw the indices of the split once, and take a Subset of the first"
    " for training and of the second for the test. random_split of one dataset gives both parts its"
    " transform, which is the mistake at the beginning of this lesson.",
)
def test_both_parts_of_a_split_share_the_transform(torch, utils, v2):
    from torchvision.datasets import FakeData

    def made(transform):
        return FakeData(20, image_size=(3, 8, 8), transform=transform)

    augment = v2.Compose([v2.ToImage(), v2.RandomCrop(8, padding=2)])
    for part in utils.random_split(made(augment), [0.8, 0.2]):
        shown = {part[0][0].numpy().tobytes() for _ in range(30)}
        assert len(shown) > 1
    indices = torch.randperm(20).tolist()
    train = utils.Subset(made(augment), indices[:16])
    test = utils.Subset(made(v2.ToImage()), indices[16:])
    assert len({train[0][0].numpy().tobytes() for _ in range(30)}) > 1
    assert len({test[0][0].numpy().tobytes() for _ in range(30)}) == 1
    assert not {*train.indices} & {*test.indices}


# Lesson 9


@says(
    "09",
    "A graphics processor works on its own. network(images) returns before the result is there;"
    " torch.cuda.synchronize() waits until all is done.",
)
def test_a_graphics_processor_works_on_its_own(torch):
    if not torch.cuda.is_available():
        pytest.skip("needs a graphics processor")
    x = torch.ones(4000, 4000, device="cuda")
    done = torch.cuda.Event()
    for _ in range(50):
        x = x @ x / 4000
    done.record()
    assert not done.query()
    torch.cuda.synchronize()
    assert done.query()


@says(
    "09",
    "tracemalloc does not see PyTorch's tensors, nor memory on the graphics processor: ask PyTorch"
    " for those.",
)
def test_tracemalloc_does_not_see_tensors(torch):
    tracemalloc.start()
    tensor = torch.ones(10_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert tensor.nbytes == 40_000_000 and peak < 1_000_000


@says(
    "09",
    "PyTorch's DataLoader has num_workers=0 by default as well, which means no overlap. Its workers"
    " are processes, so that they also run Python code side by side.",
)
def test_no_workers_by_default(utils):
    for kind in (utils.DataLoader, tinydata.DataLoader):
        assert inspect.signature(kind).parameters["num_workers"].default == 0
    pids = [int(p) for ps, _ in utils.DataLoader(Count(4, process_and_thread), 2) for p in ps]
    assert set(pids) == {os.getpid()}


@says(
    "09",
    "torch.profiler records what ours prints, and writes it for a browser to draw: each part of a"
    " step on a line of time.",
)
def test_the_profiler(torch, tmp_path):
    from torch.profiler import profile, record_function

    with profile() as profiled:
        for name in ("loading", "forward"):
            with record_function(name):
                torch.ones(100, 100) @ torch.ones(100, 100)
    profiled.export_chrome_trace(str(tmp_path / "trace.json"))
    events = json.loads((tmp_path / "trace.json").read_text())["traceEvents"]
    spans = {
        e["name"]: (e["ts"], e["dur"]) for e in events if e.get("name") in ("loading", "forward")
    }
    assert spans["loading"][0] < spans["forward"][0]


def test_the_timer_of_lesson_9(torch, monkeypatch):
    import torch.utils.benchmark

    called = []
    monkeypatch.setattr(torch.cuda, "synchronize", lambda: called.append("synchronize"))
    monkeypatch.setattr(torch.cuda, "max_memory_allocated", lambda: called.append("peak"))
    source = code("09").replace("min_run_time=5", "min_run_time=0.2")
    assert source != code("09")
    runs = []

    class Loader:
        def __iter__(self):
            runs.append(torch.get_num_threads())
            return iter(range(3))

    exec(source, {"loader": Loader(), "torch": torch})
    assert called == ["synchronize", "peak"] and len(runs) > 10 and runs[-1] == 1


# Lesson 10


class Asked(Count):
    """Answers with the process that was asked, and notes the questions of its own process."""

    def __init__(self, length):
        super().__init__(length, None)
        self.questions = []

    def __getitem__(self, index):
        self.questions.append(index)
        return np.full(np.shape(index), os.getpid())


@says("10", "Each worker has a copy of the dataset, and sends its batches back.")
@says(
    "10",
    "With batch_size=None the dataset is asked with a whole list of indices. That is your"
    " get_batch, under the name __getitem__.",
)
def test_workers_and_whole_lists(utils):
    dataset = Asked(256)
    names = run("10", dataset=dataset)
    assert len(names.loader) == 8 and names.loader.persistent_workers
    options = {"num_workers": 4, "multiprocessing_context": "fork"}
    pids = {int(pid) for batch in utils.DataLoader(dataset, 32, **options) for pid in batch}
    assert len(pids) == 4 and os.getpid() not in pids
    assert dataset.questions == []  # each worker noted them in a copy
    batches = list(names.one_question)
    assert [len(batch) for batch in batches] == [32] * 8
    assert len(dataset.questions) == 8 and {type(q) for q in dataset.questions} == {list}
    assert sorted(sum(dataset.questions, [])) == list(range(256))


# Lesson 11


@says(
    "11",
    "DistributedSampler deals out as your function does: in turn, and repeated from its beginning"
    " unless drop_last=True. Its order depends on the seed and the epoch alone, so whoever forgets"
    " set_epoch gets the same order in every epoch.",
)
def test_distributed_samplers(utils):
    names = run("11", dataset=[(i, i) for i in range(50)])
    share_of_rank = solution_object(find("streams.ranks"))
    for n, ranks, drop_last in [(50, 8, False), (50, 8, True), (3, 8, False), (48, 8, True)]:
        options = {"num_replicas": ranks, "shuffle": False, "drop_last": drop_last}
        for rank in range(ranks):
            theirs = names.DistributedSampler(range(n), rank=rank, **options)
            ours = share_of_rank(np.arange(n), ranks, rank, drop_last)
            assert list(theirs) == ours.tolist()
    sampler = names.DistributedSampler(range(50), num_replicas=2, rank=1, seed=3)
    first = list(sampler)
    assert list(sampler) == first
    sampler.set_epoch(1)
    assert list(sampler) != first


@says(
    "11",
    "An IterableDataset with two workers delivers every sample twice, unless its __iter__ asks"
    " get_worker_info and shares out.",
)
def test_streams_in_two_workers(utils):
    class Whole(utils.IterableDataset):
        def __iter__(self):
            return iter(range(10))

    class Shared(utils.IterableDataset):
        def __iter__(self):
            worker = utils.get_worker_info()
            return iter(range(worker.id, 10, worker.num_workers))

    for stream, times in [(Whole(), 2), (Shared(), 1)]:
        loader = utils.DataLoader(
            stream, batch_size=None, num_workers=2, multiprocessing_context="fork"
        )
        assert sorted(int(i) for i in loader) == sorted(times * list(range(10)))


@says(
    "11",
    "PyTorch's own loader has no state_dict. torchdata's StatefulDataLoader has, with the names"
    " that you used.",
)
def test_states(utils):
    assert not hasattr(utils.DataLoader, "state_dict")
    stateful = pytest.importorskip("torchdata.stateful_dataloader").StatefulDataLoader
    assert hasattr(stateful, "state_dict") and hasattr(stateful, "load_state_dict")
