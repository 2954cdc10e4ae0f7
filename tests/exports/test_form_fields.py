"""Form fields: labels, hints, choices and places of faults, everything escaped."""

from asn_appraisal import schemes
from asn_appraisal.algebra.inputs import Category, Count, Flag, Number
from asn_appraisal.algebra.items import Items
from asn_appraisal.exports.form_fields import FormFields
from asn_appraisal.policies import Policy

FIELDS = FormFields("id")


def markup_of(entry) -> str:
    """The markup of one field or list of a policy."""
    score = Number("lain", low=0, high=1)
    used = entry.mean(entry.fields[0]) if isinstance(entry, Items) else None
    shown = [used.named("rata").rounded(2).named("bulat")] if used is not None else []
    parts = [entry.points(1).named("poin")] if isinstance(entry, Flag) else shown
    policy = Policy("contoh", "Contoh", score=score + (entry if isinstance(entry, Number) else 0), shown=parts)
    schema = policy.record_schema("id", numbers="text")["properties"][entry.key]
    return FIELDS.items(entry, schema) if isinstance(entry, Items) else FIELDS.field(entry, schema)


def test_a_label_a_hint_and_the_place_of_a_fault_belong_to_a_number() -> None:
    text = markup_of(Number("waktu", "Target waktu", low=0, high=1200, unit="bulan"))
    assert '<label for="field-waktu">Target waktu <span class="unit">(bulan)</span></label>' in text
    assert 'id="field-waktu"' in text
    assert 'aria-describedby="hint-waktu fault-waktu"' in text
    assert 'id="hint-waktu">angka dari 0 sampai 1.200, bulan, paling banyak 2 desimal; wajib diisi<' in text
    assert 'id="fault-waktu"></p>' in text


def test_the_keypad_of_a_phone_fits_the_number() -> None:
    assert 'inputmode="numeric"' in markup_of(Count("hari", high=31))
    assert 'inputmode="decimal"' in markup_of(Number("mutu", low=0, high=100))
    assert 'inputmode="text"' in markup_of(Number("koreksi", low=-5, high=5))


def test_needed_fields_are_told_to_screen_readers_and_no_others() -> None:
    assert "aria-required" in markup_of(Number("mutu", low=0, high=100))
    assert "aria-required" not in markup_of(Number("mutu", low=0, high=100, default=3))


def test_a_flag_is_yes_no_or_not_given_and_its_hint_says_what_then() -> None:
    text = markup_of(Flag("izin", "Izin", default=False))
    assert '<option value="">– tidak diisi –</option><option value="true">ya</option>' in text
    assert ">boleh kosong: dianggap tidak<" in text


def test_a_category_offers_its_levels_by_name_and_asks_to_choose() -> None:
    policy = schemes.get("permenpanrb-6-2022")
    entry = policy.inputs[0]
    assert isinstance(entry, Category)
    text = FIELDS.field(entry, policy.record_schema("id", numbers="text")["properties"][entry.key])
    assert '<option value="">– pilih –</option>' in text
    assert '<option value="sesuai">Sesuai ekspektasi</option>' in text
    assert ">wajib diisi</p>" in text


def test_a_list_holds_the_template_of_a_row_and_says_how_many() -> None:
    row = Number("mutu", low=0, high=100)
    text = markup_of(Items("kegiatan", [row], "kegiatan tugas", at_least=2, at_most=9))
    assert 'data-list="kegiatan" data-least="2" data-most="9"' in text
    assert "sekurangnya 2 baris; paling banyak 9 baris" in text
    assert text.count("<template>") == 1
    assert text.index("<template>") < text.index("field-mutu") < text.index("</template>")
    assert "<legend>Kegiatan tugas</legend>" in text


def test_fields_of_one_part_stand_under_its_name() -> None:
    policy = schemes.get("pp-46-2011")
    schema = policy.record_schema("id", numbers="text")
    text = FIELDS.groups(policy.inputs, schema)
    assert "<legend>Perilaku kerja</legend>" in text
    assert text.count("<legend>Kegiatan tugas jabatan ") == text.count("<template>") == 1


def test_hostile_names_are_escaped() -> None:
    text = markup_of(Number("mutu", '"><script>alert(1)</script>', low=0, high=1, unit="<b>"))
    assert "<script" not in text
    assert "<b>" not in text
    assert "&lt;script&gt;" in text
