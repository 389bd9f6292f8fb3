"""What a clinic may set of its related posts."""

from __future__ import annotations

from dataclasses import dataclass

from .ranking import Weights


@dataclass(frozen=True)
class RelatedPosts:
    """How many posts stand under an article; from how many words on an article gets one more link
    in its text by itself, after about a third (0 for never); and what counts how much."""

    length: int = 3
    in_text_from: int = 0
    weights: Weights = Weights()

    def __post_init__(self) -> None:
        for name, most in (("length", 12), ("in_text_from", 100_000)):
            value = getattr(self, name)
            if type(value) is not int or not 0 <= value <= most:
                raise ValueError(f"RelatedPosts: {name}={value!r} must be a whole number from 0 to "
                                 f"{most}")
        if not isinstance(self.weights, Weights):
            raise ValueError(f"RelatedPosts: weights={self.weights!r} must be Weights(title=3, …)")
