"""Settings of all tests."""

import numpy  # noqa: F401  (its linear algebra must be there to be limited)
from hypothesis import settings
from threadpoolctl import threadpool_limits

threadpool_limits(1, user_api="blas")  # as the pages do: tests run side by side
settings.register_profile("laboratory", deadline=None, print_blob=True)
settings.load_profile("laboratory")
