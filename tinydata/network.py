"""A small network to feed: two layers, trained by hand-written gradients."""

import math
from numbers import Real

import numpy as np

from tinydata.arguments import as_generator, positive_int


class TwoLayerNetwork:
    """A classifier for images: linear, ReLU, linear, softmax cross-entropy.

    Parameters
    ----------
    inputs, hidden, classes : int
        Values of one image, units of the hidden layer, classes to tell apart.
    generator : None, int or numpy.random.Generator
        Draws the first weights, as float64: gradients can be checked by differences, and rounding
        is too small to show in printed results.

    Attributes
    ----------
    parameters, gradients : dict of str to float64 array
        `hidden_weights` (inputs, hidden), `hidden_bias` (hidden,), `output_weights`
        (hidden, classes), `output_bias` (classes,). `gradients` is empty until `backward`.

    Notes
    -----
    Weights start as in He et al., "Delving deep into rectifiers" (2015): standard deviation
    sqrt(2 / inputs of the layer), biases zero.

    Examples
    --------
    >>> network = TwoLayerNetwork(generator=0)
    >>> network
    TwoLayerNetwork(64 -> 32 -> 10, 2410 parameters)
    >>> images, labels = np.ones((5, 8, 8), np.float32), np.array([0, 1, 2, 3, 4])
    >>> network.forward(images).shape
    (5, 10)
    >>> before = network.backward(labels)
    >>> network.step(learning_rate=0.1)
    >>> network.forward(images).shape
    (5, 10)
    >>> network.backward(labels) < before
    True
    """

    def __init__(
        self,
        inputs: int = 64,
        hidden: int = 32,
        classes: int = 10,
        generator: int | np.random.Generator | None = None,
    ):
        self.inputs = positive_int("inputs", inputs)
        self.hidden = positive_int("hidden", hidden)
        self.classes = positive_int("classes", classes)
        normal = as_generator(generator).normal
        self.parameters = {
            "hidden_weights": normal(0, math.sqrt(2 / inputs), (inputs, hidden)),
            "hidden_bias": np.zeros(hidden),
            "output_weights": normal(0, math.sqrt(2 / hidden), (hidden, classes)),
            "output_bias": np.zeros(classes),
        }
        self.gradients: dict[str, np.ndarray] = {}
        self._last_pass: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None

    def forward(self, images: np.ndarray) -> np.ndarray:
        """Return the logits, shape (N, classes), of images of shape (N, 8, 8) or (N, inputs).

        Raises
        ------
        ValueError
            If an image does not have `inputs` values.
        """
        self._last_pass = self._activations(images)
        return self._last_pass[-1].copy()

    def backward(self, labels: np.ndarray) -> float:
        """Return the mean cross-entropy (nats) of the last `forward`; fill `gradients`.

        Parameters
        ----------
        labels : integer array of shape (N,), from 0 to classes - 1

        Raises
        ------
        RuntimeError
            If there was no `forward` since the network was made or since the last `step`.
        TypeError, ValueError
            If the labels are not N integers, or are out of range.
        """
        if self._last_pass is None:
            raise RuntimeError("backward needs a forward pass: call forward(images) first")
        features, hidden, logits = self._last_pass
        labels = self._checked_labels(labels, len(logits))
        rows = np.arange(len(labels))

        shifted = logits - logits.max(axis=1, keepdims=True)  # exp cannot overflow
        log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_probabilities[rows, labels].mean()

        d_logits = np.exp(log_probabilities)
        d_logits[rows, labels] -= 1
        d_logits /= len(labels)
        d_hidden = d_logits @ self.parameters["output_weights"].T * (hidden > 0)
        self.gradients = {
            "hidden_weights": features.T @ d_hidden,
            "hidden_bias": d_hidden.sum(axis=0),
            "output_weights": hidden.T @ d_logits,
            "output_bias": d_logits.sum(axis=0),
        }
        return float(loss)

    def step(self, learning_rate: float) -> None:
        """Move every parameter against its gradient, in place.

        Raises
        ------
        RuntimeError
            If there was no `backward` yet.
        ValueError
            If `learning_rate` is not a positive number.
        """
        if not (isinstance(learning_rate, Real) and 0 < learning_rate < math.inf):
            raise ValueError(f"learning_rate should be a positive number, but got {learning_rate}")
        if not self.gradients:
            raise RuntimeError("step needs gradients: call backward(labels) first")
        for name, parameter in self.parameters.items():
            parameter -= learning_rate * self.gradients[name]
        self._last_pass = None  # it belongs to the old parameters

    def predict(self, images: np.ndarray) -> np.ndarray:
        """Return the likeliest class of each image: int64, shape (N,). Training goes on as it was.

        Raises
        ------
        ValueError
            If an image does not have `inputs` values.
        """
        return self._activations(images)[-1].argmax(axis=1).astype(np.int64)

    def _activations(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        images = np.array(images, dtype=np.float64)  # a copy: the caller may reuse the batch
        if images.ndim < 2 or math.prod(images.shape[1:]) != self.inputs:
            hint = "; one image is a batch as image[None]" if images.size == self.inputs else ""
            raise ValueError(
                f"expected images with {self.inputs} values each, got {images.shape}{hint}"
            )
        features = images.reshape(len(images), self.inputs)
        weights = self.parameters
        hidden = np.maximum(features @ weights["hidden_weights"] + weights["hidden_bias"], 0)
        return features, hidden, hidden @ weights["output_weights"] + weights["output_bias"]

    def _checked_labels(self, labels: np.ndarray, count: int) -> np.ndarray:
        labels = np.asarray(labels)
        if labels.shape != (count,) or count == 0:
            raise ValueError(
                f"labels should have one entry for each of the {count} images of the last forward "
                f"pass, but got shape {labels.shape}"
            )
        if labels.dtype.kind not in "iu":
            raise TypeError(f"labels should be integers, but got {labels.dtype}")
        wrong = labels[(labels < 0) | (labels >= self.classes)]
        if len(wrong):
            raise ValueError(f"labels should be from 0 to {self.classes - 1}, but got {wrong[0]}")
        return labels

    def __repr__(self) -> str:
        count = sum(parameter.size for parameter in self.parameters.values())
        layers = f"{self.inputs} -> {self.hidden} -> {self.classes}"
        return f"TwoLayerNetwork({layers}, {count} parameters)"
