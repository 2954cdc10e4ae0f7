import pytest

from asn_appraisal.exports.sheets import Sheet, layout


class Words:
    """A language of texts."""

    def number(self, value):
        """A number."""
        return str(value)

    def add(self, a, b):
        """A sum."""
        return f"({a} + {b})"


def chain(length):
    """``x + x``, doubled so many times: each column is read twice."""
    sheet = Sheet(10)
    slots = [sheet.define("", lambda _, __: "x", raw=True)]
    for _ in range(length):
        slots.append(sheet.define("", lambda lang, at, slot=slots[-1]: lang.add(at(slot), at(slot))))
    return sheet, slots


def test_a_column_that_several_read_is_worked_out_once():
    sheet, slots = chain(20)
    plan = layout(sheet, [slots[-1]])
    assert [*plan.columns] == slots
    assert plan.last == 21
    written = [plan.written(sheet.definitions[slot], Words(), lambda slot: f"s{slot}") for slot in slots[1:3]]
    assert written == ["(s10 + s10)", "(s11 + s11)"]


def test_a_column_that_one_other_reads_is_written_inside_it_as_constants_always_are():
    sheet = Sheet(0)
    one = sheet.define("", lambda lang, _: lang.number(1))
    raw = sheet.define("", lambda _, __: "x", raw=True)
    inner = sheet.define("", lambda lang, at: lang.add(at(raw), at(one)))
    outer = sheet.define("", lambda lang, at: lang.add(at(inner), at(one)))
    plan = layout(sheet, [outer])
    assert plan.columns == {raw: 1, outer: 2}
    assert plan.written(sheet.definitions[outer], Words(), lambda slot: f"s{slot}") == "((s1 + 1) + 1)"


def test_what_nothing_reads_is_left_out_and_deep_expressions_are_cut():
    sheet, slot = Sheet(0), 0
    slot = sheet.define("", lambda _, __: "x", raw=True)
    sheet.define("", lambda _, __: "unread", raw=True)
    for _ in range(40):
        slot = sheet.define("", lambda lang, at, slot=slot: lang.add(at(slot), lang.number(1)))
    plan = layout(sheet, [slot])
    assert 4 <= len(plan.columns) <= 6
    texts = [plan.written(sheet.definitions[each], Words(), lambda slot: f"s{slot}") for each in plan.columns]
    assert max(text.count("+") for text in texts) <= 12


def test_columns_are_carried_until_they_are_read_for_the_last_time():
    sheet, slots = chain(3)
    last = sheet.define("", lambda lang, at: lang.add(at(slots[0]), at(slots[-1])))
    plan = layout(sheet, [last])
    assert [plan.carried(stage, "") for stage in range(1, plan.last + 1)] == [[], [slots[0]], [slots[0]], []]


def test_rows_are_reduced_from_the_stage_before_and_spread_to_the_stage_after():
    sheet = Sheet(0)
    value = sheet.define("rows", lambda _, __: "x", raw=True)
    total = sheet.reduce("sum", value, "rows")
    again = sheet.spread(total, "rows")
    count = sheet.reduce("count", sheet.define("rows", lambda lang, _: lang.number(1)), "rows")
    plan = layout(sheet, [again, count])
    assert plan.columns[value] < plan.columns[total] < plan.columns[again]
    assert plan.columns[count] == 2
    assert [each.slot for each in plan.at_stage(1, "rows")] == [value]
    assert plan.at_stage(1, "") == []


def test_an_alias_is_what_it_stands_for():
    sheet = Sheet(5)
    raw = sheet.define("", lambda _, __: "x", raw=True)
    sheet.alias(1, raw)
    sheet.alias(2, 1)
    out = sheet.define("", lambda lang, at: lang.add(at(2), at(1)))
    assert sheet.reads(sheet.definitions[out]) == [raw, raw]
    assert layout(sheet, [out]).columns == {raw: 1, out: 2}
    with pytest.raises(KeyError):
        layout(sheet, [4])
