"""Laying points and lines of the map on a surface, so that paths follow it up and down."""

from dataclasses import dataclass

import numpy as np

Points3 = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True, eq=False)
class Ground:
    """A surface of heights `z` (ny, nx) over `x` (nx,) and `y` (ny,), evenly spaced; NaN is a hole."""

    x: np.ndarray
    y: np.ndarray
    z: np.ndarray

    def at(self, points: np.ndarray) -> Points3:
        """Return x, y and the height of `points` (..., 2), interpolated; NaN outside and in holes."""
        x, y = np.moveaxis(np.asarray(points, dtype=np.float64), -1, 0)
        with np.errstate(over="ignore"):
            u = (x - self.x[0]) / (self.x[-1] - self.x[0]) * (len(self.x) - 1)
            v = (y - self.y[0]) / (self.y[-1] - self.y[0]) * (len(self.y) - 1)
        inside = (u >= 0) & (u <= len(self.x) - 1) & (v >= 0) & (v <= len(self.y) - 1)
        u, v = np.where(inside, u, 0), np.where(inside, v, 0)
        i, j = np.minimum(u.astype(int), len(self.x) - 2), np.minimum(v.astype(int), len(self.y) - 2)
        s, t = u - i, v - j
        near = (1 - s) * self.z[j, i] + s * self.z[j, i + 1]
        far = (1 - s) * self.z[j + 1, i] + s * self.z[j + 1, i + 1]
        x, y, z = (np.where(inside, values, np.nan) for values in (x, y, (1 - t) * near + t * far))
        return x, y, z

    def drape(self, points: np.ndarray) -> Points3:
        """Return the way through `points` (T+1, 2), straight on the map, with a point per cell it crosses.

        Only what lies in the window remains; NaN separates the pieces.
        """
        low, high = np.array([self.x[0], self.y[0]]), np.array([self.x[-1], self.y[-1]])
        begin, along = points[:-1], np.diff(points, axis=0)
        with np.errstate(all="ignore"):
            # Clip each segment to the window (Liang and Barsky, 1984): it is inside for enter <= t <= leave.
            slope = np.where(along == 0, 1e-300, along)
            crossings = np.sort([(low - begin) / slope, (high - begin) / slope], axis=0)
            enter, leave = crossings[0].max(axis=-1).clip(0), crossings[1].min(axis=-1).clip(None, 1)
            cells = (np.abs(along) / (high - low) * (len(self.x), len(self.y))).max(axis=-1)
            count = np.where(enter <= leave, np.ceil((leave - enter) * cells) + 2, 0)
            count = np.nan_to_num(count).astype(int)  # points on each segment, its ends included
            gaps = count + 1
            segment = np.repeat(np.arange(len(count)), gaps)
            place = np.arange(len(segment)) - np.repeat(np.cumsum(gaps) - gaps, gaps)
            t = enter[segment] + (leave - enter)[segment] * place / np.maximum(count[segment] - 1, 1)
            way = begin[segment] + t[:, None] * along[segment]
        last = place == count[segment]
        way[last] = np.nan
        return self.at(way[~(last & (count[segment] > 0) & (leave[segment] == 1))])
