from asn_appraisal.command.text_tables import text_table


def test_columns_are_aligned_and_numbers_stand_flush_right():
    table = text_table(("unit", "nilai"), [("A", "9,50"), ("Sabang", "100,00")], right=[1])

    assert table.splitlines() == ["unit     nilai", "------  ------", "A         9,50", "Sabang  100,00"]


def test_a_cell_stays_on_one_line_and_commands_a_terminal_nothing():
    assert "a b c" in text_table(("x",), [("a\nb\x1bc",)])


def test_wide_signs_count_as_two_and_marks_as_none():
    assert text_table(("a", "b"), [("東", "1"), ("e\u0301e", "2")]).splitlines()[2:] == ["東  1", "e\u0301e  2"]


def test_a_table_without_rows_is_its_header():
    assert text_table(("a", "bb"), []).splitlines() == ["a  bb", "-  --"]
