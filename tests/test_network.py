"""The network learns, its gradients are right, and misuse is named."""

import numpy as np
import pytest

from tinydata.digits import digits_datasets
from tinydata.network import TwoLayerNetwork


def small_problem(count=6):
    generator = np.random.default_rng(0)
    return generator.random((count, 3, 2)), generator.integers(4, size=count)


def test_gradients_equal_central_differences():
    network = TwoLayerNetwork(inputs=6, hidden=5, classes=4, generator=1)
    images, labels = small_problem()
    for bias in ("hidden_bias", "output_bias"):  # zeros would hide a mistake in their use
        network.parameters[bias] += np.random.default_rng(2).normal(
            size=network.parameters[bias].shape
        )
    network.forward(images)
    network.backward(labels)
    gradients = network.gradients
    assert gradients.keys() == network.parameters.keys()

    def loss():
        network.forward(images)
        return network.backward(labels)

    step = 1e-6
    for name, parameter in network.parameters.items():
        assert gradients[name].shape == parameter.shape
        for index in np.ndindex(parameter.shape):
            kept = parameter[index]
            parameter[index] = kept + step
            above = loss()
            parameter[index] = kept - step
            below = loss()
            parameter[index] = kept
            assert gradients[name][index] == pytest.approx((above - below) / (2 * step), abs=1e-8)


def test_loss_is_the_mean_cross_entropy():
    network = TwoLayerNetwork(inputs=6, hidden=5, classes=4, generator=1)
    images, labels = small_problem()
    odds = np.exp(network.forward(images))
    probabilities = odds / odds.sum(axis=1, keepdims=True)
    expected = np.mean(
        [-np.log(row[label]) for row, label in zip(probabilities, labels, strict=True)]
    )
    assert network.backward(labels) == pytest.approx(expected, rel=1e-12)


def test_huge_logits_do_not_overflow():
    network = TwoLayerNetwork(generator=0)
    network.forward(np.full((2, 64), 1e6))
    loss = network.backward([0, 1])
    assert np.isfinite(loss)
    assert all(np.isfinite(gradient).all() for gradient in network.gradients.values())


def train(epochs=10, batch_size=32):
    train, test = digits_datasets()
    images, labels = train.arrays
    network = TwoLayerNetwork(generator=0)
    order = np.random.default_rng(0)
    losses = []
    for _ in range(epochs):
        total = 0.0
        for rows in np.array_split(order.permutation(len(train)), len(train) // batch_size):
            network.forward(images[rows])
            total += network.backward(labels[rows]) * len(rows)
            network.step(learning_rate=0.3)
        losses.append(total / len(train))
    images, labels = test.arrays
    return network, losses, (network.predict(images) == labels).mean()


def test_it_learns_the_digits_and_repeats_itself():
    network, losses, accuracy = train()
    assert losses[0] > losses[1] > losses[-1]
    assert accuracy >= 0.93
    again, same_losses, _ = train()
    assert same_losses == losses
    for name, parameter in network.parameters.items():
        np.testing.assert_array_equal(parameter, again.parameters[name])


def test_he_initialisation():
    parameters = TwoLayerNetwork(inputs=400, hidden=300, classes=50, generator=0).parameters
    assert parameters["hidden_weights"].std() == pytest.approx((2 / 400) ** 0.5, rel=0.02)
    assert parameters["output_weights"].std() == pytest.approx((2 / 300) ** 0.5, rel=0.02)
    assert not parameters["hidden_bias"].any()
    assert not parameters["output_bias"].any()


def test_the_generator_decides_the_weights():
    def weights(generator):
        return TwoLayerNetwork(generator=generator).parameters["hidden_weights"]

    np.testing.assert_array_equal(weights(3), weights(np.random.default_rng(3)))
    assert (weights(3) != weights(4)).any()
    assert (weights(None) != weights(None)).any()


def test_step_is_in_place_and_goes_against_the_gradient():
    network = TwoLayerNetwork(inputs=6, classes=4, generator=0)
    images, labels = small_problem()
    network.forward(images)
    network.backward(labels)
    weights = network.parameters["output_weights"]
    before = weights.copy()
    network.step(0.5)
    assert network.parameters["output_weights"] is weights
    np.testing.assert_array_equal(weights, before - 0.5 * network.gradients["output_weights"])


def test_the_pass_in_memory_is_safe_from_the_caller():
    network = TwoLayerNetwork(inputs=6, classes=4, generator=0)
    images, labels = small_problem()
    network.forward(images)
    expected = network.backward(labels)
    batch = images.copy()
    logits = network.forward(batch)
    batch[:] = 0
    logits[:] = 0
    network.predict(images[:2])
    assert network.backward(labels) == expected


def test_flat_and_square_images_are_the_same():
    network = TwoLayerNetwork(generator=0)
    images = np.random.default_rng(0).random((5, 8, 8), dtype=np.float32)
    np.testing.assert_array_equal(network.forward(images), network.forward(images.reshape(5, 64)))
    assert network.predict(images).dtype == np.int64
    assert network.predict(images[:0]).shape == (0,)


def test_repr_tells_the_size():
    assert repr(TwoLayerNetwork(6, 5, 4)) == "TwoLayerNetwork(6 -> 5 -> 4, 59 parameters)"


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ((32, 8, 9), r"expected images with 64 values each, got \(32, 8, 9\)$"),
        ((8, 8), r"expected images with 64 values each, got \(8, 8\); one image .* image\[None\]"),
        ((64,), r"expected images with 64 values each, got \(64,\); one image"),
        ((), r"expected images with 64 values each, got \(\)$"),
    ],
)
def test_images_of_the_wrong_size(shape, message):
    network = TwoLayerNetwork(generator=0)
    for call in (network.forward, network.predict):
        with pytest.raises(ValueError, match=message):
            call(np.zeros(shape))


@pytest.mark.parametrize(
    ("labels", "error", "message"),
    [
        ([0, 1], ValueError, r"one entry for each of the 3 images .* got shape \(2,\)"),
        (np.eye(10)[:3], ValueError, r"got shape \(3, 10\)"),
        ([0, 1, 10], ValueError, "from 0 to 9, but got 10"),
        ([0, -1, 2], ValueError, "from 0 to 9, but got -1"),
        ([0.0, 1.0, 2.0], TypeError, "integers, but got float64"),
        ([True, False, True], TypeError, "integers, but got bool"),
    ],
)
def test_wrong_labels(labels, error, message):
    network = TwoLayerNetwork(generator=0)
    network.forward(np.zeros((3, 8, 8)))
    with pytest.raises(error, match=message):
        network.backward(labels)


def test_an_empty_batch_has_no_loss():
    network = TwoLayerNetwork(generator=0)
    network.forward(np.zeros((0, 8, 8)))
    with pytest.raises(ValueError, match="each of the 0 images"):
        network.backward(np.zeros(0, int))


def test_calls_in_the_wrong_order():
    network = TwoLayerNetwork(generator=0)
    with pytest.raises(RuntimeError, match="backward needs a forward pass"):
        network.backward([0])
    with pytest.raises(RuntimeError, match="step needs gradients"):
        network.step(0.1)
    network.forward(np.zeros((1, 8, 8)))
    network.backward([0])
    network.step(0.1)
    with pytest.raises(RuntimeError, match="backward needs a forward pass"):
        network.backward([0])


@pytest.mark.parametrize("rate", [0, -0.1, float("nan"), float("inf"), "0.1", None])
def test_wrong_learning_rates(rate):
    with pytest.raises(ValueError, match="learning_rate should be a positive number, but got"):
        TwoLayerNetwork().step(rate)


@pytest.mark.parametrize("name", ["inputs", "hidden", "classes"])
def test_wrong_sizes(name):
    with pytest.raises(ValueError, match=f"{name} should be a positive integer, but got 0"):
        TwoLayerNetwork(**{name: 0})
