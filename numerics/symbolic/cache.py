"""A bounded memory shared by all visitors."""

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Cache(Generic[T]):
    """The most recently used values, up to a total size; safe to use from many threads."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._entries: OrderedDict[Hashable, tuple[T, int, float]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> T | None:
        """The value, unless it was dropped or its lifetime is over."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            value, _, expiry = entry
            if time.monotonic() > expiry:
                self._drop(key)
                return None
            self._entries.move_to_end(key)
            return value

    def put(self, key: Hashable, value: T, size: int, lifetime: float = float("inf")) -> None:
        """Keep a value of the given size for at most `lifetime` seconds; the least used ones make room."""
        with self._lock:
            if key in self._entries:
                self._drop(key)
            self._entries[key] = value, size, time.monotonic() + lifetime
            self._size += size
            while self._size > self._capacity:
                self._drop(next(iter(self._entries)))

    def _drop(self, key: Hashable) -> None:
        self._size -= self._entries.pop(key)[1]
