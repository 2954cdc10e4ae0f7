"""Exported pages in Chromium: scores, faults at their fields, keyboard, screen readers, no network, phone and print."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.exports.hostile_policy import hostile_policy
from tests.outside.javascript_runs import in_python, plain_record

from asn_appraisal import schemes
from asn_appraisal.cells import Cells
from asn_appraisal.exports.web_page import to_html
from asn_appraisal.policies import Policy
from asn_appraisal.testing.drawing.plausible import plausible_record
from asn_appraisal.testing.vectors import vectors

COMMA = Cells(decimal="comma")
SHOWN = ("pp-46-2011", "permenpanrb-14-2017", "permenpanrb-6-2022", "permenpanrb-8-2021", "kmk-127-2026", "pp-30-2019")
GOOD = {"nilai_skp": "119", "nilai_perilaku": "118", "penilaian_rekan": False, "ide_baru": False}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all pages."""
    chromium = shutil.which("chromium")
    assert chromium is not None, "Chromium is missing"
    with importlib.import_module("playwright.sync_api").sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens the page of a policy; a word on the console, an error or a request fails the test."""
    noticed: list[str] = []
    contexts = []

    def open_page(
        policy: Policy, *, width: int = 1200, height: int = 900, scheme: str = "light", language: str = "id"
    ) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        path = tmp_path / f"{policy.key}.html"
        path.write_text(to_html(policy, language), encoding="utf-8")
        page.on("console", lambda said: noticed.append(f"console: {said.text}"))
        page.on("pageerror", lambda error: noticed.append(f"error: {error}"))
        page.on(
            "request", lambda asked: None if asked.url == path.as_uri() else noticed.append(f"request: {asked.url}")
        )
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert noticed == []


@pytest.mark.parametrize("key", [policy.key for policy in schemes.listed()])
def test_the_vectors_of_a_scheme_come_out_alike_in_the_page(key: str, opened: Any) -> None:
    policy = schemes.get(key)
    records = [plain_record(line["record"]) for line in vectors(policy)]
    answers = opened(policy).evaluate(
        "records => JSON.parse(JSON.stringify(records.map(asnAppraisal.appraise)))", records
    )
    for record, theirs in zip(records, answers, strict=True):
        ours = in_python(policy, record)
        assert {name: theirs[name] for name in ours if name != "lines"} == {
            n: v for n, v in ours.items() if n != "lines"
        }


@pytest.mark.parametrize("key", SHOWN)
def test_a_form_that_is_filled_in_shows_the_score_the_rating_and_the_steps(key: str, opened: Any) -> None:
    policy, page = schemes.get(key), opened(schemes.get(key))
    for seed in range(6):
        record = plain_record(plausible_record(policy, Random(seed)))  # noqa: S311
        page.evaluate("record => { asnAppraisal.fill(record); }", record)
        ours = policy.appraise(record)
        said = page.locator("#status").inner_text()
        assert (ours.score is None) or f"{ours.score:f}".replace(".", ",") in said
        assert ours.band is None or ours.band.called("id") in said
        heads = page.locator("#steps .head").all_text_contents()
        lines = {line.strip() for line in ours.trace.step_lines("id")}
        assert heads
        assert set(heads) <= lines


def type_in(page: Any, key: str, text: str) -> None:
    """Type into a field and leave it."""
    page.fill(f"#field-{key}", text)
    page.press(f"#field-{key}", "Tab")
    page.wait_for_timeout(200)


NUMBERS = ("118,5", "118.5", "1.200", "12a", "1e2", "", "131", "118,123", "1.234,5", "-1", " 90 ", "118,500", "25.000")


def test_numbers_are_read_as_the_library_reads_them_with_a_decimal_comma(opened: Any) -> None:
    policy = schemes.get("pp-30-2019")
    page = opened(policy)
    for text in NUMBERS:
        page.evaluate("record => { asnAppraisal.fill(record); }", GOOD)
        page.fill("#field-nilai_skp", text)
        page.click("button[type=submit]")
        faults = policy.faults_of({**GOOD, "nilai_skp": text}, cells=COMMA)
        theirs = page.evaluate("() => asnAppraisal.current().faults.map(({ code, field }) => [code, field])")
        assert theirs == [[fault.code, fault.field] for fault in faults], text
        shown = page.locator("#fault-nilai_skp").inner_text()
        assert shown == "; ".join(f"{fault.problem('id')}: {fault.remedy('id')}" for fault in faults)
        assert page.locator("#field-nilai_skp").get_attribute("aria-invalid") == ("true" if faults else None)


def test_a_fault_is_told_when_the_field_is_left_and_not_while_others_are_empty(opened: Any) -> None:
    page = opened(schemes.get("pp-30-2019"))
    assert "Isilah formulir" in page.locator("#status").inner_text()
    type_in(page, "nilai_skp", "119")
    assert page.locator(".fault:visible").count() == 0
    assert "Belum lengkap" in page.locator("#status").inner_text()
    type_in(page, "nilai_skp", "500")
    assert "di luar rentang" in page.locator("#fault-nilai_skp").inner_text()
    assert "Perlu diperbaiki: 1" in page.locator("#status").inner_text()
    type_in(page, "nilai_skp", "118")
    assert page.locator(".fault:visible").count() == 0


def test_the_whole_form_can_be_used_from_the_keyboard(opened: Any) -> None:
    page = opened(schemes.get("pp-30-2019"))
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    keys = {}
    for _ in range(12):
        page.keyboard.press("Tab")
        key = page.evaluate("() => document.activeElement.dataset.key ?? document.activeElement.type ?? ''")
        if key in {"nilai_skp", "nilai_perilaku"}:
            page.keyboard.type("119")
        elif key in {"penilaian_rekan", "ide_baru"}:
            page.keyboard.type("tidak")
        keys[key] = None
        if key == "submit":
            break
    page.keyboard.press("Enter")
    assert [*keys][-1] == "submit"
    assert "119,00" in page.locator("#status").inner_text()
    assert page.evaluate("() => document.activeElement.id") == "result"


def test_a_fault_of_the_summary_leads_to_its_field(opened: Any) -> None:
    page = opened(schemes.get("pp-30-2019"))
    page.click("button[type=submit]")
    keys = page.evaluate("() => [...document.querySelectorAll('[aria-required]')].map((field) => field.dataset.key)")
    for place, key in enumerate(keys):
        page.locator("#faults a").nth(place).click()
        assert page.evaluate("() => document.activeElement.dataset.key") == key


def test_rows_are_added_removed_and_numbered_anew(opened: Any) -> None:
    page = opened(schemes.get("permenpanrb-14-2017"))
    rows = page.locator("fieldset.row")
    before = rows.count()
    page.click("button.add")
    assert rows.count() == before + 1
    assert page.evaluate("() => document.activeElement.dataset.key") == "u1"
    page.fill(f"#field-responden-{before}-u1", "3")
    page.locator("button.remove").first.click()
    assert rows.count() == before
    assert page.locator(f"#field-responden-{before - 1}-u1").input_value() == "3"
    names = page.evaluate("() => [...document.querySelectorAll('[id]')].map((each) => each.id)")
    assert len(names) == len(set(names))


def test_a_page_in_english_reads_decimal_points_and_speaks_english(opened: Any) -> None:
    page = opened(schemes.get("pp-30-2019"), language="en")
    page.evaluate("record => { asnAppraisal.fill(record); }", GOOD)
    type_in(page, "nilai_skp", "118.5")
    ours = schemes.get("pp-30-2019").appraise({**GOOD, "nilai_skp": "118.5"})
    said = page.locator("#status").inner_text()
    assert f"{ours.score:f}" in said
    assert ours.band is not None
    assert ours.band.called("en") in said
    type_in(page, "nilai_skp", "118,5")
    assert "decimal comma" in page.locator("#fault-nilai_skp").inner_text()


def test_clearing_empties_the_form_and_forgets_what_was_checked(opened: Any) -> None:
    page = opened(schemes.get("pp-30-2019"))
    page.evaluate("record => { asnAppraisal.fill(record); }", GOOD)
    page.click("button[type=submit]")
    page.click("button[type=reset]")
    page.wait_for_timeout(100)
    assert "Isilah formulir" in page.locator("#status").inner_text()
    assert page.locator(".fault:visible").count() == 0


def test_hostile_texts_are_shown_as_texts(opened: Any) -> None:
    policy = hostile_policy()
    page = opened(policy)
    row = {"length": "5"}
    record = {"constructor": "60", "hasownproperty": "tostring", "prototype": True, "arguments": [row, row]}
    page.evaluate("record => { asnAppraisal.fill(record); }", record)
    assert "66,00" in page.locator("#status").inner_text()
    page.fill("#field-constructor", "101")
    page.click("button[type=submit]")
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of axe-core, from the registry of npm."""
    folder, npm = tmp_path_factory.mktemp("axe"), shutil.which("npm")
    assert npm is not None, "npm is missing"
    subprocess.run([npm, "pack", "--silent", "axe-core@4.14.1"], cwd=folder, check=True, capture_output=True)
    (packed,) = folder.glob("axe-core-*.tgz")
    with tarfile.open(packed) as archive:
        file = archive.extractfile("package/axe.min.js")
        assert file is not None
        return file.read().decode()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("key", SHOWN)
def test_axe_finds_nothing_serious_empty_filled_in_and_at_fault(key: str, scheme: str, opened: Any, axe: str) -> None:
    policy = schemes.get(key)
    for width in (1200, 390):
        page = opened(policy, width=width, scheme=scheme)
        page.evaluate(axe)
        record = plain_record(plausible_record(policy, Random(1)))  # noqa: S311
        for step in ("() => {}", f"() => {{ asnAppraisal.fill({json.dumps(record)}) }}", "() => asnAppraisal.fill({})"):
            page.evaluate(step)
            if "({})" in step:
                page.click("button[type=submit]")
            found = page.evaluate(
                "async () => (await axe.run()).violations.map(({ id, impact, nodes }) => [id, impact, nodes.length])"
            )
            assert found == []


@pytest.mark.parametrize("width", [320, 390, 768, 1200])
def test_nothing_stands_out_of_the_page_at_any_width(width: int, opened: Any) -> None:
    for key in SHOWN:
        page = opened(schemes.get(key), width=width)
        record = plain_record(plausible_record(schemes.get(key), Random(2)))  # noqa: S311
        page.evaluate("record => { asnAppraisal.fill(record); }", record)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_the_print_holds_what_was_filled_in_the_result_and_the_steps_and_no_button(opened: Any) -> None:
    page = opened(schemes.get("pp-30-2019"))
    page.evaluate("record => { asnAppraisal.fill(record); }", GOOD)
    page.emulate_media(media="print")
    assert page.locator("button:visible").count() == 0
    assert page.locator("#field-nilai_skp").is_visible()
    assert page.locator("#status").is_visible()
    assert page.locator(".whose").is_visible()
    assert page.locator("#steps .head").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_the_page_is_small_and_its_first_score_is_quick(opened: Any) -> None:
    for policy in schemes.listed():
        assert len(to_html(policy).encode()) < 200_000
    page = opened(schemes.get("kmk-127-2026"))
    assert page.evaluate("() => asnAppraisal.firstScore") < 2000
