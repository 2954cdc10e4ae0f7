"""What a chart says, read from its specification: data by kind of mark, texts, ends of scales."""

from __future__ import annotations

from typing import Any

Spec = dict[str, Any]


def spec_of(chart: Any) -> Spec:
    """The specification of a chart, checked by altair against the schema of Vega-Lite, with the data of each layer in place."""
    spec: Spec = chart.to_dict()
    for layer in spec["layer"]:
        held = layer["data"]  # altair keeps data in place or by name, which depends on its version
        layer["data"] = held["values"] if "values" in held else spec["datasets"][held["name"]]
    return spec


def layers(chart: Any, mark: str) -> list[Spec]:
    """The layers of a kind of mark, without the text alternative that every chart has first."""
    return [layer for layer in spec_of(chart)["layer"][1:] if layer["mark"]["type"] == mark]


def data(chart: Any, mark: str) -> list[Spec]:
    """The data of all layers of a kind of mark."""
    return [row for layer in layers(chart, mark) for row in layer["data"]]


def domain(chart: Any, axis: str, mark: str = "bar") -> list[float]:
    """The ends of the scale of an axis."""
    found: list[float] = layers(chart, mark)[0]["encoding"][axis]["scale"]["domain"]
    return found


def names(chart: Any, mark: str = "bar") -> str:
    """The formula with the names of rows."""
    return str(layers(chart, mark)[0]["encoding"]["y"]["axis"]["labelExpr"])
