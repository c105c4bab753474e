"""One experiment, one link: every control that shapes an experiment lives in the address, `?name=text`.

Rules
- A value equal to its control's default is left out. Lists are written with commas (`methods=adam,newton`),
  numbers by `repr`, so that they come back number for number.
- `f`, `window`, `variables`, `rule` and the parameters `p.…` are shared: they travel from page to page. Everything else
  belongs to its page, which finds it again when the visitor comes back in the same visit.
- The address decides when a page is entered, and on Back and Forward. From then on the widgets decide, and the
  address follows them: one step of the browser's history for each change.
- A default may depend on other values. A value that equals its default follows when the default changes;
  one that the visitor chose stays, as long as the control can still show it.
- A text that its control cannot show gives the default and one notice. Names that no control has are left alone.

Draw linked controls inside `frame`; a part of a page that runs again alone is a `frame.part`, never a bare fragment.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.errors import inline_code

Address = dict[str, list[str]]

SHARED_NAMES = ("f", "window", "variables", "rule")
SHARED_PREFIX = "p."
LONGEST_TEXT = 2000
LARGEST = 2**53 - 1  # whole numbers are exact in a browser up to here


def linked(widget: Callable[..., Any], label: str, name: str, default: Any, **options: Any) -> Any:
    """Draw a control whose value lives in the address, and return its value.

    Args:
        widget: `st.text_input`, `text_area`, `number_input`, `slider`, `select_slider`, `selectbox`, `multiselect`,
            `radio`, `pills`, `segmented_control`, `toggle`, `checkbox`, or a container's method of that name.
        label: the control's label (Markdown).
        name: its parameter in the address; it must never change its meaning.
        default: the value that needs no mention. A list for a control with several choices, a pair for a
            slider with two ends. Its type counts: an int stands for whole numbers.
        options: the widget's own; never `key`, `value`, `index` or `default`. Give numbers bounds.
    """
    key = _prepare(label, name, default, _reader(default, options), _limits(options), 0)[0]
    value = widget(label, key=key, **options, **_beginning(widget, st.session_state[key], options))
    return _remember(name, default if value is None else value, default)  # None: a pill clicked away


def linked_numbers(
    labels: Sequence[str], name: str, default: Sequence[float], *, row: Any = None, **options: Any
) -> tuple[float, ...]:
    """Draw a row of number boxes, one a label, and return the numbers; the address has them as one list.

    Args:
        labels: of the boxes, as many as there are numbers; how many may change from run to run, and then the
            numbers are the new default's.
        name: as in `linked`.
        default: the numbers that need no mention.
        row: the container to draw in; without it, a new row that wraps on a narrow screen.
        options: of `st.number_input`, the same for every box.
    """
    numbers = tuple(map(float, default))
    read_one = _reader(0.0, options)

    def read(text: str) -> tuple[float, ...]:
        values = tuple(map(read_one, text.split(",")))
        if len(values) != len(numbers):
            raise ValueError(text)
        return values

    keys = _prepare(", ".join(labels), name, numbers, read, _limits(options), len(numbers))
    boxes = row or st.container(horizontal=True)
    values = [
        boxes.number_input(label, key=key, value=st.session_state[key], **options)
        for label, key in zip(labels, keys, strict=True)
    ]
    return cast(tuple[float, ...], _remember(name, tuple(values), numbers))


def upcoming(name: str) -> str | None:
    """Return the text of the control `name` (of one widget) that it will show when drawn next; None for its default.

    For controls whose choices depend on what is chosen.
    """
    texts = _incoming(_visit(), name, [f"{_visit().page}.{name}"], 0)
    return texts[0] if len(texts) == 1 else None


def set_linked(name: str, value: Any) -> None:
    """Give the control `name` a value: in a callback, or before the control is drawn."""
    _visit().pending[name] = text_of(value)


def reset_linked(*names: str) -> None:
    """Give the controls `names` their defaults; without names, everything on the page (in a callback)."""
    if not names:
        open_link({})
    for name in names:
        _visit().pending[name] = None


def open_link(address: Mapping[str, str]) -> None:
    """Set every control of the page as if it were entered by a link with these parameters (in a callback)."""
    st.query_params.from_dict(dict(address))
    st.session_state[_VISIT] = _Visit(_visit().page)


def text_of(value: Any) -> str:
    """Return a value as the address has it."""
    if isinstance(value, (list, tuple)):
        return ",".join(map(text_of, value))
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return repr(float(value)).removesuffix(".0")  # float: the repr of NumPy's scalars names their type
    return str(value)


# For the frame


def enter(page: str) -> bool:
    """Begin a run of `page`; return whether it has just been entered.

    On arrival, and on Back and Forward, every value will come from the address.
    """
    went_back = getattr(get_script_run_ctx(), "is_history_navigation", False)
    visit = st.session_state.get(_VISIT)
    arrived = visit is None or visit.page != page or went_back
    if arrived:
        st.session_state[_VISIT] = _Visit(page)
    _visit().texts.clear()
    return arrived


def settle() -> bool:
    """End a run: where a value has changed, write the address, once.

    Return whether anything has changed that is shown outside the controls: the shared values or the notices.
    """
    address = _upcoming_address()
    if address != _address():
        st.query_params.from_dict(address)
    _owned()
    visit, told = _visit(), (shared_address(), notices())
    changed, visit.told = told != visit.told, told
    return changed


def address_of(page: str) -> Address:
    """Return the address of `page` within the present experiment: the shared values and the page's own."""
    return shared_address() | _owned().get(page, {})


def shared_address() -> Address:
    """Return what all pages share, as drawn by now: the function, its window and its parameters."""
    return {name: texts for name, texts in _upcoming_address().items() if _is_shared(name)}


def notices() -> list[str]:
    """Return a sentence (Markdown) for every text that its control could not show."""
    return list(_visit().notices.values())


# Inside

_VISIT = "_visit"


@dataclass
class _Visit:
    """One stay on one page.

    Attributes:
        page: its address.
        defaults, limits: of the controls drawn during this stay, as last drawn.
        texts: of the controls drawn in this run; None where the value is the default.
        pending: texts given by code to controls that have not been drawn since; None for the default.
        notices: sentences about texts that could not be used, by the name of the control.
        told: the shared values and the notices at the end of the last run.
    """

    page: str
    defaults: dict[str, str] = field(default_factory=dict)
    limits: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    texts: dict[str, str | None] = field(default_factory=dict)
    pending: dict[str, str | None] = field(default_factory=dict)
    notices: dict[str, str] = field(default_factory=dict)
    told: tuple[Address, list[str]] | None = None


def _visit() -> _Visit:
    return cast(_Visit, st.session_state[_VISIT])


def _address() -> Address:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _upcoming_address() -> Address:
    """The address as this run will leave it, as far as its controls are drawn."""
    address = _address()
    for name, text in (_visit().texts | _visit().pending).items():
        if text is None:
            address.pop(name, None)
        else:
            address[name] = [text]
    return address


def _owned() -> dict[str, Address]:
    """The values of every visited page that are its own, the present one's as they are in the address now."""
    owned: dict[str, Address] = st.session_state.setdefault("_owned", {})
    owned[_visit().page] = {name: texts for name, texts in _address().items() if not _is_shared(name)}
    return owned


def _is_shared(name: str) -> bool:
    return name in SHARED_NAMES or name.startswith(SHARED_PREFIX)


def _limits(options: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a widget's identity may depend on: when it changes, the browser needs the value anew."""
    choices = tuple(map(text_of, options.get("options", ())))
    return tuple(options.get(name) for name in ("min_value", "max_value", "step", "max_chars")) + choices


def _reader(default: Any, options: Mapping[str, Any]) -> Callable[[str], Any]:
    """Return the function that turns an address text into a value, or raises ValueError or KeyError."""
    if "options" in options:
        read_one = {text_of(choice): choice for choice in options["options"]}.__getitem__
    else:
        like = default[0] if isinstance(default, (list, tuple)) else default
        read_one = _scalar_reader(type(like), options)
    if not isinstance(default, (list, tuple)):
        return read_one

    def read_list(text: str) -> Any:
        values = [read_one(part) for part in text.split(",")] if text else []
        unique = len(set(values)) == len(values) <= options.get("max_selections", len(values))
        ends = len(values) == len(default) and ("options" in options or values == sorted(values))
        if not (unique if isinstance(default, list) else ends):
            raise ValueError(text)
        return type(default)(values)

    return read_list


def _scalar_reader(kind: type, options: Mapping[str, Any]) -> Callable[[str], Any]:
    low, high = (options.get(name) for name in ("min_value", "max_value"))
    widest = LARGEST if kind is int else math.inf
    longest = options.get("max_chars") or LONGEST_TEXT

    def read(text: str) -> Any:
        if kind is bool:
            return {"0": False, "1": True}[text]
        value = kind(text)
        if issubclass(kind, str):
            possible = len(value) <= longest
        else:
            above = (-widest if low is None else low) <= value
            # Compared first: a whole number of hundreds of digits cannot even be asked whether it is finite.
            possible = above and value <= (widest if high is None else high) and math.isfinite(value)
        if not possible:
            raise ValueError(text)
        return value

    return read


def _prepare(
    label: str, name: str, default: Any, read: Callable[[str], Any], limits: tuple[Any, ...], parts: int
) -> list[str]:
    """Give the widget(s) of a control the value to show; return their keys.

    Args:
        read: turns an address text into a value.
        limits: see `_limits`.
        parts: the number of widgets that make up the value; 0 for one widget with a plain value.
    """
    visit, state = _visit(), st.session_state
    stem = f"{visit.page}.{name}"
    keys = [f"{stem}.{part}" for part in range(parts)] if parts else [stem]
    signature = (parts, *limits)
    known = _is_known(visit, name, keys)
    texts = _incoming(visit, name, keys, parts)
    if name in visit.pending:
        del visit.pending[name]
        visit.notices.pop(name, None)

    value = default
    if texts and texts != [visit.defaults.get(name)]:
        try:
            (text,) = texts
            value = read(text)
        except (ValueError, KeyError):
            told = inline_code(", ".join(texts))
            instead = f"it is {inline_code(text_of(default))} instead."
            visit.notices[name] = f"**{label}** cannot be {told}{_allowed(limits)}; {instead}"

    for key, part in zip(keys, value if parts else [value], strict=True):
        if not known or state[key] != part or visit.limits.get(name) != signature:
            state[key] = part
    visit.limits[name] = signature
    return keys


def _beginning(widget: Callable[..., Any], value: Any, options: Mapping[str, Any]) -> dict[str, Any]:
    """What makes a widget begin with a value that its state has already.

    The browser loads a kind of widget when it first shows one. A visitor who is faster elsewhere causes a new run,
    in which the state is no news; without this the widget would then begin with its minimum or first choice.
    """
    match getattr(widget, "__name__", ""):
        case "selectbox" | "radio":
            return {"index": list(options["options"]).index(value)}
        case "multiselect" | "pills" | "segmented_control":
            return {"default": value}
        case _:
            return {"value": value}


def _allowed(limits: tuple[Any, ...]) -> str:
    """What a control would take, as far as a number says it."""
    low, high, _, longest, *_ = limits
    if longest is not None:
        return f" (at most {longest} characters)"
    if low is not None and high is not None:
        return f" (allowed: {text_of(low)} to {text_of(high)})"
    return ""


def _is_known(visit: _Visit, name: str, keys: Sequence[str]) -> bool:
    """Whether the widgets of a control still hold its value from the last run."""
    return name in visit.defaults and all(st.session_state.get(key) is not None for key in keys)


def _incoming(visit: _Visit, name: str, keys: Sequence[str], parts: int) -> list[str]:
    """The text that a control is to show; none for its default, several if a link repeats it."""
    if name in visit.pending:
        given = visit.pending[name]
        return [] if given is None else [given]
    if name in visit.defaults and visit.limits[name][0] != parts:
        return []
    if _is_known(visit, name, keys):
        return [text_of([st.session_state[key] for key in keys])]
    return st.query_params.get_all(name)  # on arrival, or shown again after hiding


def _remember(name: str, value: Any, default: Any) -> Any:
    """Note what the control shows, for the address; return `value`."""
    visit, text = _visit(), text_of(value)
    visit.defaults[name] = text_of(default)
    visit.texts[name] = None if text == visit.defaults[name] else text
    if visit.texts[name] is not None:
        visit.notices.pop(name, None)
    return value
