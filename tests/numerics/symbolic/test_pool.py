"""The workers: killed at the deadline, replaced when lost, bounded in number, memory and life."""

import json
import os
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from numerics.errors import DerivationError
from numerics.language import parse_expression, variable_names
from numerics.symbolic import pool as pool_module
from numerics.symbolic.derivation import _request
from numerics.symbolic.pool import BUSY, LOST, TOO_LARGE, TOO_SLOW, Pool, TooCostly

LINUX = sys.platform == "linux"
LETTERS = "xyzuvwabcd"


def request(text):
    tree = parse_expression(text)
    return _request("program", [tree], variable_names(tree), ())


QUICK = request("x^2 + y")
# Thirteen dense factors in ten variables: within every limit of the language, seconds of work.
ENDLESS = request("*".join("(" + "+".join(f"{v}^{i}" for v in LETTERS) + ")" for i in range(1, 14)))
# Half a second of honest work.
SLOW = request("*".join(f"sin({LETTERS[i % 10]} + {LETTERS[(i + 3) % 10]}^{i})" for i in range(1, 45)))


@pytest.fixture
def make_pool():
    pools = []

    def make(**settings):
        pools.append(Pool(**settings))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


def workers(pool):
    return {worker.process.pid for worker in pool._living}


def in_background(function, *arguments):
    """A thread running the function, and the list that its result or exception ends up in."""
    results = []

    def run():
        try:
            results.append(function(*arguments))
        except Exception as error:
            results.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, results


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def test_a_worker_is_started_when_needed_and_kept(make_pool):
    pool = make_pool()
    assert not workers(pool)
    first = pool.ask(QUICK)
    assert first["outputs"]["gradient"] == [["2*v0", "1"]]
    started = workers(pool)
    assert len(started) == 1
    assert pool.ask(QUICK) == first
    assert workers(pool) == started


def test_warming_up_starts_two(make_pool):
    pool = make_pool()
    pool.warm()
    assert len(workers(pool)) == 2
    pool.warm()
    assert len(workers(pool)) == 2


def test_the_deadline_kills_and_the_next_request_is_answered(make_pool):
    pool = make_pool(deadline=0.4)
    pool.ask(QUICK)
    (before,) = workers(pool)
    start = time.monotonic()
    with pytest.raises(TooCostly) as caught:
        pool.ask(ENDLESS)
    assert time.monotonic() - start >= 0.4
    assert str(caught.value) == TOO_SLOW
    assert not is_alive(before)
    assert pool.ask(QUICK)["outputs"]["value"]


def test_while_one_hangs_another_is_served(make_pool):
    pool = make_pool(deadline=1.2)
    pool.warm()
    for worker in list(pool._living):
        worker.ready.wait()
    thread, results = in_background(pool.ask, ENDLESS)
    time.sleep(0.1)
    for _ in range(5):
        assert pool.ask(QUICK)
    assert thread.is_alive()
    thread.join()
    assert isinstance(results[0], TooCostly)


def test_a_third_waits_and_then_learns_why(make_pool):
    pool = make_pool(deadline=1, wait=0.2)
    pool.warm()
    for worker in list(pool._living):
        worker.ready.wait()
    busy = [in_background(pool.ask, ENDLESS) for _ in range(2)]
    time.sleep(0.1)
    with pytest.raises(DerivationError, match="moment") as caught:
        pool.ask(QUICK)
    assert str(caught.value) == BUSY
    assert not isinstance(caught.value, TooCostly)
    for thread, _ in busy:
        thread.join()
    assert pool.ask(QUICK)
    assert len(workers(pool)) == 2


def test_an_idle_worker_killed_from_outside_is_replaced(make_pool):
    pool = make_pool()
    expected = pool.ask(QUICK)
    (worker,) = pool._living
    worker.process.kill()
    worker.process.wait()
    assert pool.ask(QUICK) == expected
    assert len(workers(pool)) == 1


def test_a_working_worker_killed_from_outside_is_replaced(make_pool):
    pool = make_pool(deadline=20)
    pool.ask(QUICK)
    (worker,) = pool._living
    thread, results = in_background(pool.ask, SLOW)
    time.sleep(0.1)
    assert thread.is_alive()
    worker.process.kill()
    thread.join()
    assert results[0]["outputs"]["value"]
    assert worker.process.pid not in workers(pool)


@pytest.mark.parametrize(
    "script",
    [
        "",
        "print('ready', flush=True)",
        "print('ready', flush=True)\nfor line in sys.stdin: print('nonsense', flush=True)",
        "print('ready', flush=True)\nfor line in sys.stdin: print('[]', flush=True)",
        "print('ready', flush=True)\nfor line in sys.stdin: print('x' * 2_000_000, flush=True)",
        "print('ready', flush=True)\nfor line in sys.stdin: sys.stdout.buffer.write(b'\\xff\\n'); sys.stdout.flush()",
    ],
)
def test_a_worker_that_does_not_speak_as_agreed(make_pool, monkeypatch, tmp_path, script):
    path = tmp_path / "worker.py"
    path.write_text(f"import sys\n{script}\n")
    monkeypatch.setattr(pool_module, "_SCRIPT", path)
    with pytest.raises(DerivationError) as caught:
        make_pool().ask(QUICK)
    assert str(caught.value) == LOST


def test_a_worker_is_replaced_after_many_requests(make_pool, monkeypatch):
    monkeypatch.setattr(pool_module, "REQUESTS", 3)
    pool = make_pool()
    seen = []
    for _ in range(4):
        pool.ask(QUICK)
        seen.append(workers(pool))
    assert seen[0] == seen[1] != seen[2] == seen[3]


def test_the_same_text_in_every_process(make_pool, monkeypatch):
    """The order of terms decides the last bit of every sum: it must not depend on the hash seed."""
    expected = make_pool().ask(SLOW)
    monkeypatch.setenv("PYTHONHASHSEED", "12345")
    assert make_pool(deadline=20).ask(SLOW) == expected


@pytest.mark.skipif(not LINUX, reason="reads /proc")
def test_nothing_secret_is_handed_down(make_pool, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    pool = make_pool()
    pool.ask(QUICK)
    (pid,) = workers(pool)
    assert b"hunter2" not in Path(f"/proc/{pid}/environ").read_bytes()


@pytest.mark.skipif(not LINUX, reason="only Linux limits the address space")
def test_memory_is_limited(make_pool):
    """10^(10^10) gets past no parser; a worker that meets it anyway survives or is replaced."""
    import resource

    pool = make_pool(deadline=1)
    pool.ask(QUICK)
    (pid,) = workers(pool)
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[0])
    limit, _ = resource.prlimit(pid, resource.RLIMIT_AS)
    assert limit <= pages * resource.getpagesize() + 513 * 2**20
    numbers = [("number", "2", 0), ("number", "10000000000", 0), ("apply", "power", 2)]
    with pytest.raises(TooCostly) as caught:
        pool.ask(json.dumps({**json.loads(QUICK), "expressions": [numbers]}))
    assert str(caught.value) in (TOO_LARGE, TOO_SLOW)
    assert pool.ask(QUICK)


@pytest.mark.skipif(not LINUX, reason="reads /proc")
def test_memory_does_not_grow_with_the_number_of_requests(make_pool):
    pool = make_pool()

    def megabytes(first, last):
        for k in range(first, last):
            pool.ask(request(f"sin({k}x + y^{k % 7 + 2}) exp(-{k}x^2/{k + 1}) + ({k}x - y)^4"))
        (pid,) = workers(pool)
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20

    before = megabytes(0, 30)
    assert megabytes(30, 100) < before + 40


def test_workers_end_with_their_parent():
    script = textwrap.dedent("""
        import os
        from numerics.symbolic.pool import Pool
        pool = Pool()
        pool.warm()
        print(*[worker.process.pid for worker in pool._living], flush=True)
        for worker in pool._living:
            worker.ready.wait()
        os._exit(1)  # no atexit
    """)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
    pids = [int(pid) for pid in done.stdout.split()]
    assert len(pids) == 2
    deadline = time.monotonic() + 10
    while any(is_alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(is_alive(pid) for pid in pids)


def test_a_system_without_room_for_a_process_costs_no_place(make_pool, monkeypatch):
    def no_room():
        raise OSError("Resource temporarily unavailable")

    monkeypatch.setattr(pool_module, "REQUESTS", 1)
    pool = make_pool(wait=0.1)
    with monkeypatch.context() as meanwhile:
        pool.warm()
        meanwhile.setattr(pool_module, "Worker", no_room)
        assert [pool.ask(QUICK)["outputs"]["gradient"] for _ in range(2)] == [[["2*v0", "1"]]] * 2
        for _ in range(3):
            with pytest.raises(DerivationError, match=LOST):
                pool.ask(QUICK)
    assert pool.ask(QUICK)["outputs"]["gradient"] == [["2*v0", "1"]]
    assert len(pool._idle) == pool_module.AT_ONCE
