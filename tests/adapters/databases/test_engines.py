from asn_appraisal.adapters.databases import places
from asn_appraisal.adapters.databases.engines import Column, Target
from asn_appraisal.adapters.databases.writing import ENGINES


def test_a_target_says_what_its_table_bears():
    target = Target("audit", ("audit",), (Column("line", "whole"),))
    assert target.mark == "asn_appraisal audit"


def test_every_engine_has_a_type_for_each_kind_of_column():
    assert set(ENGINES) == {places.DUCKDB, places.SQLITE, places.POSTGRES}
    for engine in ENGINES.values():
        assert set(engine.types) == {"text", "whole", "real", "flag", "score"}
