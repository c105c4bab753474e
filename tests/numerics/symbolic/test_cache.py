"""The bounded memory."""

import threading

from numerics.symbolic import cache as cache_module
from numerics.symbolic.cache import Cache


def test_the_least_used_make_room():
    cache = Cache(10)
    for key in "abc":
        cache.put(key, key.upper(), 3)
    assert cache.get("a") == "A"
    cache.put("d", "D", 3)
    assert [cache.get(key) for key in "abcd"] == ["A", None, "C", "D"]


def test_one_that_is_too_large_is_not_kept():
    cache = Cache(10)
    cache.put("a", 1, 3)
    cache.put("b", 2, 11)
    assert cache.get("b") is None
    cache.put("c", 3, 10)
    assert cache.get("c") == 3


def test_replacing_counts_once():
    cache = Cache(10)
    for value in range(100):
        cache.put("a", value, 6)
    cache.put("b", 7, 4)
    assert (cache.get("a"), cache.get("b")) == (99, 7)


def test_a_lifetime_ends(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(cache_module.time, "monotonic", lambda: now[0])
    cache = Cache(10)
    cache.put("a", 1, 1, lifetime=5)
    cache.put("b", 2, 1)
    now[0] = 104.9
    assert cache.get("a") == 1
    now[0] = 105.1
    assert (cache.get("a"), cache.get("b")) == (None, 2)


def test_many_threads():
    cache = Cache(50)

    def work(offset):
        for k in range(2000):
            key = str((k * 7 + offset) % 40)
            cache.put(key, key, 3)
            assert cache.get(key) in (key, None)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache._size == sum(size for _, size, _ in cache._entries.values()) <= 50
