# ruff: noqa: S311  (chance for tests, nothing secret)

from random import Random

from asn_appraisal import Number, Policy
from asn_appraisal.analysis.formulas import written
from asn_appraisal.testing.drawing.rules import random_bands, random_rule


def test_scales_differ_in_number_direction_and_kind_of_edge() -> None:
    scales = [random_bands(Random(seed)) for seed in range(60)]
    assert {len(scale.bands) for scale in scales} == {2, 3, 4, 5}
    edges = [band.edge for scale in scales for band in scale.bands if band.edge is not None]
    assert {edge.operator for edge in edges} == {">=", ">", "<=", "<"}


def test_rules_make_policies_and_use_every_modifier() -> None:
    value, target = Number("nilai", low=0, high=200), Number("target", low=1, high=200)
    rules = [random_rule(Random(seed)) for seed in range(80)]
    for rule in rules:
        Policy("uji", "Uji", score=rule.of(value, target), reported=2)
    texts = " ".join(written(rule.of(value, target)) for rule in rules)
    assert all(word in texts for word in ("Steps", "through", "clamped", "rounded", "When", "2 - "))
