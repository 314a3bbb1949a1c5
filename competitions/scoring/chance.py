"""The only source of chance in this package: a generator from a seed that is recorded."""

import numpy as np

from .errors import InvalidRequestError


def random_from(seed: int, stream: int = 0) -> np.random.Generator:
    """A generator for a seed of zero or more; streams of one seed are independent. Raises
    InvalidRequestError.
    """
    if seed < 0:
        raise InvalidRequestError(f"A seed is a whole number of zero or more, not {seed}.")
    return np.random.default_rng([seed, stream])
